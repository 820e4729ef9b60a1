/** What is dropped on a page: files, and folders that are opened. */

/** So many entries of folders are looked at; who drops a whole disk is not waited for. */
const LOOKED_AT = 20_000;

const waited = (call) => new Promise((resolve, reject) => { call(resolve, reject); });

/** What a folder has, by name. It tells of a part at a time, in no order, and of nothing at the end. */
async function inFolder(folder) {
  const reader = folder.createReader();
  const all = [];
  for (let some; some?.length !== 0 && all.length <= LOOKED_AT; all.push(...some)) some = await waited((resolve, reject) => reader.readEntries(resolve, reject));
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The entries of what was dropped, where the browser tells them and there is a folder among them; else null: its files are all there is. */
export function entriesWithFolders(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  return entries.some((entry) => entry.isDirectory) ? entries : null;
}

/**
 * The files of entries: those dropped themselves, and of folders, and of folders in them, those that are wanted.
 * @param {FileSystemEntry[]} entries
 * @param {function(File): boolean} wanted asked of what is in folders
 * @param {number} most how many are taken
 * @returns {Promise<{files: File[], others: number, unread: number, more: boolean}>} also how many were not wanted, how many files and folders could not be read, and whether
 *     there is more than was taken or looked at
 */
export async function filesIn(entries, wanted, most) {
  const found = { files: [], others: 0, unread: 0, more: false };
  let looked = 0;
  const take = async (entry, dropped) => {
    looked += 1;
    found.more ||= found.files.length >= most || looked > LOOKED_AT;
    if (found.more) return;
    try {
      if (entry.isDirectory) {
        for (const each of await inFolder(entry)) {
          await take(each, false);
          if (found.more) return;
        }
      } else {
        const file = await waited((resolve, reject) => entry.file(resolve, reject));
        if (dropped || wanted(file)) found.files.push(file);
        else if (!file.name.startsWith('.')) found.others += 1; // Systems leave notes of their own in folders.
      }
    } catch {
      found.unread += 1;
    }
  };
  for (const entry of entries) await take(entry, true);
  return found;
}
