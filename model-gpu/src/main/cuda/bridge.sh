#!/usr/bin/env bash
# Builds DJL's bridge from Java to PyTorch for the PyTorch that is at hand: bridge.sh [--sources DIR] [TORCH [FOLDER]]
#
# The bridge that comes along fits libtorch of one release alone. TORCH is the folder of another: of a PyTorch that pip installed
# (site-packages/torch), or of an unpacked libtorch; where none is given, python3 is asked for its own. FOLDER is model-gpu/target/bridge where
# none is given. It prints the folder that TIMEVIPER_LIBTORCH is to name. Needs a JDK, g++ 11 or newer, and curl; takes half a minute on sixteen
# cores, some minutes on two.
#
#   --sources DIR   an unpacked copy of DJL's sources instead of those that curl fetches from github.com, of the release that pom.xml names
#   JAVA_HOME       the JDK, if it is not that of the javac on PATH
set -euo pipefail
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P -- "$here/../../../.." && pwd)

fail() {
  printf 'bridge.sh: %s\n' "$@" >&2
  exit 1
}

need() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 is missing: $2"
}

sources=''
if [[ ${1:-} == --sources ]]; then
  sources=${2:?--sources needs a folder}
  shift 2
fi
need g++ "install it (Debian: apt-get install g++)"
if [[ -n ${1:-} ]]; then
  torch=$1
else
  need python3 "give the folder of a PyTorch"
  torch=$(python3 -c 'import importlib.util; print(importlib.util.find_spec("torch").submodule_search_locations[0])' 2>/dev/null) ||
    fail "python3 has no PyTorch: give the folder of one."
fi
[[ -f $torch/lib/libtorch.so && -d $torch/include ]] || fail "$torch has no lib/libtorch.so and include: give the folder 'torch' of a PyTorch, or a libtorch."
torch=$(cd -P -- "$torch" && pwd)
folder=${2:-$root/model-gpu/target/bridge}

if [[ -z ${JAVA_HOME:-} ]]; then
  need javac "install a JDK, or set JAVA_HOME"
  JAVA_HOME=$(dirname -- "$(dirname -- "$(readlink -f -- "$(command -v javac)")")")
fi
[[ -f $JAVA_HOME/include/jni.h ]] || fail "$JAVA_HOME is no JDK: it has no include/jni.h."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z $sources ]]; then
  release=$(sed -n 's:.*<djl.version>\(.*\)</djl.version>.*:\1:p' "$root/pom.xml")
  need curl "install it, or give DJL's sources: --sources DIR"
  curl -fsSL "https://github.com/deepjavalibrary/djl/archive/refs/tags/v$release.tar.gz" | tar xz -C "$work" ||
    fail "DJL's sources could not be fetched: give them, release $release, as --sources DIR."
  sources=$work/djl-$release
fi
native=$sources/engines/pytorch/pytorch-native/src/main/native
[[ -d $native ]] || fail "$sources does not hold DJL's sources: there is no engines/pytorch/pytorch-native."

# What Java's side of the bridge declares.
"$JAVA_HOME/bin/javac" -nowarn -h "$work/include" -d "$work/classes" \
  "$sources/engines/pytorch/pytorch-engine/src/main/java/ai/djl/pytorch/jni/PyTorchLibrary.java"
options=(-std=c++20 -O1 -fPIC -w "-I$work/include" "-I$native" "-I$sources/api/src/main/native" "-I$torch/include"
  "-I$torch/include/torch/csrc/api/include" "-I$JAVA_HOME/include" "-I$JAVA_HOME/include/linux")
printf '%s\0' "$native"/*.cc |
  xargs -0 -P "$(nproc)" -I{} bash -c 'file=$1; shift; exec g++ "$@" -c "$file" -o "$0/$(basename -- "$file" .cc).o"' "$work" {} "${options[@]}"

mkdir -p "$folder"
folder=$(cd -P -- "$folder" && pwd)
rm -rf -- "$folder/lib" "$folder/cudart"
mkdir "$folder/lib" "$folder/cudart"
g++ -shared -o "$folder/lib/libdjl_torch.so" "$work"/*.o "-L$torch/lib" -ltorch -ltorch_cpu -lc10 -Wl,-rpath,'$ORIGIN' -Wl,--no-undefined
for library in "$torch"/lib/lib{c10,c10_cuda,torch,torch_cpu,torch_cuda,caffe2_nvrtc}.so "$torch"/lib/libgomp*.so*; do
  [[ ! -e $library ]] || ln -s "$library" "$folder/lib/"
done

# Libraries that the engine's need do not find each other beside a link: ./timeviper has the system look where they lie. DJL asks for libcudart by
# that name alone.
path=$folder/cudart:$torch/lib
for place in "$torch"/../nvidia/*/lib; do
  [[ ! -d $place ]] || path+=:$(cd -P -- "$place" && pwd)
done
printf '%s\n' "$path" >"$folder/library-path"
for library in "$torch"/../nvidia/*/lib/libcudart.so.* "$torch"/lib/libcudart*.so* /usr/local/cuda/lib64/libcudart.so.*; do
  if [[ -e $library ]]; then
    ln -s "$(readlink -f -- "$library")" "$folder/cudart/libcudart.so"
    break
  fi
done
# As libtorch tells its release.
if [[ -r $torch/build-version ]]; then
  head -n 1 "$torch/build-version" >"$folder/build-version"
else
  sed -n "s/^__version__ = '\(.*\)'.*/\1/p" "$torch/version.py" >"$folder/build-version"
fi
printf '%s\n' "$folder/lib"
