#!/usr/bin/env bash
# Builds the operator library: build.sh [--processor-alone] [FILE]
#
# FILE is model-gpu/target/cuda/libtimeviper_operators.so where none is given: ./timeviper finds it there. Needs nvcc (CUDA 12.8 or newer,
# and no newer than the driver of the machine that is to run it) and g++; no PyTorch, no headers of it.
#
#   --processor-alone   without the part for cards: needs g++ alone; for tests
#   CUDA_ARCHITECTURE   as nvcc's -arch, where it is built for another card than this machine's: sm_90, all-major
set -euo pipefail
source=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
card=1
if [[ ${1:-} == --processor-alone ]]; then
  card=''
  shift
fi
library=${1:-$source/../../../target/cuda/libtimeviper_operators.so}

need() {
  command -v "$1" >/dev/null 2>&1 && return
  printf 'build.sh: %s is missing: %s\n' "$1" "$2" >&2
  exit 1
}
need g++ "install it (Debian: apt-get install g++)"
[[ -z $card ]] || need nvcc "install NVIDIA's CUDA toolkit, and see that its bin is on PATH"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname -- "$library")"

# The library names the engine's own as one that it needs; that it is loaded already is what resolves the names in it. An empty one of
# that name is enough to link with, so that the build asks for no engine.
g++ -shared -o "$work/libtorch_cpu.so" -Wl,-soname,libtorch_cpu.so -x c++ /dev/null

options=(-O2 -fPIC -std=c++17 -Wall -Wextra)
if [[ -n $card ]]; then
  nvcc -arch="${CUDA_ARCHITECTURE:-native}" -O3 -std=c++17 -Xcompiler -fPIC -c "$source/card.cu" -o "$work/card.o"
  g++ "${options[@]}" -DTIMEVIPER_CARD -c "$source/operators.cpp" -o "$work/operators.o"
  nvcc -shared -cudart static -o "$work/library.so" "$work/operators.o" "$work/card.o" -L"$work" -Xlinker --no-as-needed -ltorch_cpu -ldl
else
  g++ "${options[@]}" -shared -o "$work/library.so" "$source/operators.cpp" -L"$work" -Wl,--no-as-needed -ltorch_cpu
fi
mv -f -- "$work/library.so" "$library"
printf '%s\n' "$library"
