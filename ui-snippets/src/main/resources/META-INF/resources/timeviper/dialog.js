import { h, sheet } from './dom.js';

/** The style of dialogs, for the components that ask something. */
export const dialogStyle = sheet(`
  dialog {
    width: min(30rem, calc(100vw - 2rem)); max-height: calc(100dvh - 2rem); padding: 1.1rem 1.2rem; overflow: auto; overscroll-behavior: contain;
    border: 1px solid var(--_line-strong); border-radius: calc(var(--_radius) * 1.4); background: var(--_card); color: var(--_text); box-shadow: var(--_shadow);
  }
  dialog::backdrop { background: #0b1013a6; }
  dialog form { display: grid; gap: .8rem; }
  dialog h2 { font-size: 1.0625rem; font-weight: 600; overflow-wrap: anywhere; }
  dialog label { display: grid; gap: .2rem; font-size: .875rem; }
  dialog label span { color: var(--_muted); font-size: .8125rem; }
  dialog fieldset { display: grid; gap: .4rem; font-size: .875rem; }
  dialog fieldset > span { color: var(--_muted); font-size: .8125rem; }
  dialog fieldset > .plain { justify-self: start; }
  .pairs { display: grid; gap: .4rem; }
  .pairs:empty { display: none; }
  .pair { display: grid; grid-template-columns: 2fr 3fr auto; gap: .4rem; align-items: center; }
  .pair .field { padding: .4rem .6rem; }
  dialog ul { overflow-wrap: anywhere; font-size: .9rem; }
  dialog .notice { border: 1px solid var(--_warn-line); background: var(--_warn); border-radius: var(--_radius); padding: .7rem .9rem; font-size: .9rem; overflow-wrap: anywhere; }
  dialog .notice dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .35rem 0; }
  dialog .notice dt { color: var(--_muted); }
  .decide { display: flex; flex-wrap: wrap; gap: .6rem; justify-content: flex-end; align-items: center; }
  .decide .quiet { padding: .6rem 1.1rem; border-radius: var(--_radius); font-size: inherit; color: var(--_text); border-color: var(--_line-strong); }
  .danger { background: light-dark(#a5341c, #f39a85); color: light-dark(#ffffff, #2b0d06); }
`);

/**
 * Asks something in a modal dialog of a component, and does what was decided while it is open: what goes wrong is told in it, and can be tried again.
 *
 * @param {TvElement} owner
 * @param {{title: string, part: string, content: Node[], button: string, danger?: boolean, submit: function(): Promise<boolean|void>}} asked what `submit` answers false to
 *     stays open
 * @returns {Promise<boolean>} whether it was done, once the dialog is closed
 */
export function ask(owner, { title, part, content, button, danger = false, submit }) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const cancel = h('button', { class: 'quiet', part: 'dismiss', type: 'button', autofocus: danger, onclick: () => dialog.close() }, owner.shared.cancel);
  const go = h('button', { class: danger ? 'primary danger' : 'primary', part: 'confirm' }, button);
  const form = h('form', {}, h('h2', { id: 'asked' }, title), content, problem, h('div', { class: 'decide' }, cancel, go));
  const dialog = h('dialog', { part: `dialog ${part}`, 'aria-labelledby': 'asked' }, form);
  let done = false;
  let busy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    go.ariaDisabled = 'true';
    problem.hidden = true;
    try {
      done = (await submit()) !== false;
    } catch (wrong) {
      problem.replaceChildren(...owner.words(wrong));
      problem.hidden = false;
    }
    busy = false;
    go.ariaDisabled = null;
    if (done) dialog.close();
  });
  dialog.addEventListener('cancel', (event) => busy && event.preventDefault());
  owner.shadowRoot.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    }, { once: true });
  });
}
