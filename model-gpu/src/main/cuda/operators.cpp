// The operators as the tensor engine knows them, `timeviper::..`: what they take, where they run, what they refuse. kernels.py has the
// formulas, operators.py calls them.
#include <cstdio>
#include <cstring>

#include "arithmetic.h"
#include "engine.h"

#ifdef TIMEVIPER_CARD
#include <dlfcn.h>

#include "card.h"
#endif

namespace timeviper {
namespace {

const char* const SCHEMAS[] = {
    "causal_convolution(Tensor projected, int start, Tensor past, Tensor w, Tensor b) -> (Tensor, Tensor)",
    "selective_scan_(Tensor(a!) states, Tensor xbc, Tensor dt, Tensor a_log, Tensor d, int groups) -> Tensor",
    "gated_group_norm(Tensor y, Tensor projected, Tensor w, int groups, float eps) -> Tensor",
};

// On the processor one lane does all jobs, one after the other: that is for tests and not for speed.
template <class Operator>
void run_here(const Operator& work) {
  for (int64_t job = 0; job < work.jobs(); job++) work.run(job, Alone());
}

#ifdef TIMEVIPER_CARD
// The queue in which the engine's own kernels of this thread stand.
Stream current_stream(const Tensor& on) {
  using Ask = int32_t (*)(int32_t, void**);
  // The engine is there already, or there would be no tensor on a card; it is only not visible to every library.
  static const Ask ask = reinterpret_cast<Ask>(dlsym(dlopen("libtorch_cuda.so", RTLD_LAZY | RTLD_NOLOAD), "aoti_torch_get_current_cuda_stream"));
  require(ask != nullptr, "the engine's library for cards was not found");
  Stream stream{on.device_index(), nullptr};
  expect(ask(stream.card, &stream.queue));
  return stream;
}
#endif

// Runs an operator where its tensors are; on a card with LANES lanes to a team.
template <int LANES, class Operator>
void run(const Operator& work, [[maybe_unused]] const Tensor& where) {
#ifdef TIMEVIPER_CARD
  if (where.on_card()) return launch<LANES>(work, current_stream(where));
#endif
  run_here(work);
}

void require_float32(const Tensor& x, const char* name) {
  require(x.is_float32(), std::string(name) + " must be float32");
}

// A float32 array without gaps, of so many numbers.
float* plain(const Tensor& x, const char* name, int64_t count) {
  require_float32(x, name);
  int64_t numbers = 1;
  for (int64_t i = x.dimensions() - 1; i >= 0; i--) {
    require(x.size(i) == 1 || x.stride(i) == numbers, std::string(name) + " must be contiguous");
    numbers *= x.size(i);
  }
  require(numbers == count, std::string(name) + " has " + std::to_string(numbers) + " numbers instead of " + std::to_string(count));
  return x.data<float>();
}

// Rows of (sequences, tokens, channels).
template <class T>
Rows<T> rows(const Tensor& x, const char* name) {
  require(x.dimensions() == 3, std::string(name) + " must be (sequences, tokens, channels)");
  require(x.size(2) == 1 || x.stride(2) == 1, std::string(name) + " must have its channels side by side");
  return {x.data<T>(), x.stride(0), x.stride(1)};
}

template <class T>
Rows<T> rows(const Tensor& x, const char* name, int64_t sequences, int64_t tokens, int64_t channels) {
  const Rows<T> found = rows<T>(x, name);
  require(x.size(0) == sequences && x.size(1) == tokens && x.size(2) == channels, std::string(name) + " has another shape");
  return found;
}

template <class T, int K>
void convolve(const Tensor& projected, int64_t start, const Tensor& past, const Tensor& w, const Tensor& b, const Tensor& y, const Tensor& last) {
  const int64_t sequences = projected.size(0), tokens = projected.size(1), channels = w.size(0);
  Rows<const T> x = rows<const T>(projected, "projected");
  require(start >= 0 && start + channels <= projected.size(2), "projected has too few columns");
  x.start += start;
  require_float32(past, "past");
  run<1>(
      Convolution<T, K>{
          x,
          rows<const float>(past, "past", sequences, K - 1, channels),
          plain(w, "w", channels * K),
          plain(b, "b", channels),
          rows<float>(y, "y"),
          rows<float>(last, "last"),
          sequences,
          tokens,
          channels},
      projected);
}

template <class T>
void convolve(const Tensor& projected, int64_t start, const Tensor& past, const Tensor& w, const Tensor& b, const Tensor& y, const Tensor& last) {
  switch (w.size(2)) {
    case 2:
      return convolve<T, 2>(projected, start, past, w, b, y, last);
    case 3:
      return convolve<T, 3>(projected, start, past, w, b, y, last);
    case 4:
      return convolve<T, 4>(projected, start, past, w, b, y, last);
    default:
      require(false, "a convolution over " + std::to_string(w.size(2)) + " inputs");
  }
}

void causal_convolution(uint64_t* stack, uint64_t, uint64_t) {
  const Tensor projected(stack[0]), past(stack[2]), w(stack[3]), b(stack[4]);
  const int64_t start = static_cast<int64_t>(stack[1]);
  require(projected.dimensions() == 3 && w.dimensions() == 3, "projected and w must have three dimensions");
  Tensor y = projected.empty(projected.size(0), projected.size(1), w.size(0));
  Tensor last = projected.empty(projected.size(0), w.size(2) - 1, w.size(0));
  if (projected.is_bfloat16()) {
    convolve<Bfloat16>(projected, start, past, w, b, y, last);
  } else {
    require_float32(projected, "projected, if it is not bfloat16,");
    convolve<float>(projected, start, past, w, b, y, last);
  }
  stack[0] = y.release();
  stack[1] = last.release();
}

template <int QUADS>
Scan<QUADS> scan(const Tensor& states, const Tensor& xbc, const Tensor& dt, const Tensor& a_log, const Tensor& d, int64_t groups, const Tensor& y) {
  const int64_t sequences = states.size(0), heads = states.size(1), width = states.size(2), numbers = states.size(3);
  const int64_t inner = heads * width, tokens = y.size(1);
  return {
      rows<const float>(xbc, "xbc", sequences, tokens, inner + 2 * groups * numbers),
      rows<const float>(dt, "dt", sequences, tokens, heads),
      plain(a_log, "a_log", heads),
      plain(d, "d", heads),
      plain(states, "states", sequences * inner * numbers),
      rows<float>(y, "y"),
      sequences,
      tokens,
      heads,
      width,
      groups,
      numbers};
}

void selective_scan(uint64_t* stack, uint64_t, uint64_t) {
  const Tensor states(stack[0]), xbc(stack[1]), dt(stack[2]), a_log(stack[3]), d(stack[4]);
  const int64_t groups = static_cast<int64_t>(stack[5]);
  require(states.dimensions() == 4 && xbc.dimensions() == 3, "states must have four dimensions, xbc three");
  require_float32(xbc, "xbc");
  require_float32(dt, "dt");
  const int64_t inner = states.size(1) * states.size(2), numbers = states.size(3);
  require(groups > 0 && states.size(1) % groups == 0, "the heads do not fall into so many groups");
  require(
      numbers % 4 == 0 && numbers <= 256 && inner % 4 == 0 && xbc.stride(0) % 4 == 0 && xbc.stride(1) % 4 == 0 &&
          reinterpret_cast<uintptr_t>(xbc.data<float>()) % 16 == 0,
      "states have up to 256 numbers, and are read by fours from multiples of 16 bytes");
  Tensor y = xbc.empty(states.size(0), xbc.size(1), inner);
#ifdef TIMEVIPER_CARD
  if (xbc.on_card()) {
    const Stream stream = current_stream(xbc);
    if (numbers <= 32) {
      launch<8>(scan<1>(states, xbc, dt, a_log, d, groups, y), stream);
    } else if (numbers <= 64) {
      launch<8>(scan<2>(states, xbc, dt, a_log, d, groups, y), stream);
    } else if (numbers <= 128) {
      launch<8>(scan<4>(states, xbc, dt, a_log, d, groups, y), stream);
    } else {
      launch<8>(scan<8>(states, xbc, dt, a_log, d, groups, y), stream);
    }
    stack[0] = y.release();
    return;
  }
#endif
  run_here(scan<64>(states, xbc, dt, a_log, d, groups, y));
  stack[0] = y.release();
}

template <class T>
void normalise(const Tensor& y, const Tensor& projected, const Tensor& w, int64_t groups, double epsilon, const Tensor& z) {
  const int64_t tokens = y.size(1), channels = y.size(2);
  require(projected.dimensions() == 3 && projected.size(0) == 1 && projected.size(1) == tokens, "projected has other tokens than y");
  require(projected.size(2) >= channels, "projected has too few columns");
  run<32>(
      GatedNorm<T>{
          rows<const float>(y, "y", 1, tokens, channels),
          rows<const T>(projected, "projected"),
          plain(w, "w", channels),
          rows<float>(z, "z"),
          tokens,
          channels,
          groups,
          static_cast<float>(epsilon)},
      y);
}

void gated_group_norm(uint64_t* stack, uint64_t, uint64_t) {
  const Tensor y(stack[0]), projected(stack[1]), w(stack[2]);
  const int64_t groups = static_cast<int64_t>(stack[3]);
  double epsilon = 0;
  std::memcpy(&epsilon, &stack[4], sizeof epsilon);
  require(y.dimensions() == 3, "y must be (1, tokens, channels)");
  require_float32(y, "y");
  require(groups > 0 && y.size(2) % groups == 0, "the channels do not fall into so many groups");
  Tensor z = y.empty(1, y.size(1), y.size(2));
  if (projected.is_bfloat16()) {
    normalise<Bfloat16>(y, projected, w, groups, epsilon, z);
  } else {
    require_float32(projected, "projected, if it is not bfloat16,");
    normalise<float>(y, projected, w, groups, epsilon, z);
  }
  stack[0] = z.release();
}

void implement(const char* where) {
  TorchLibraryOpaque* library = nullptr;
  expect(aoti_torch_library_init_impl("timeviper", where, __FILE__, __LINE__, &library));
  expect(aoti_torch_library_impl(library, "causal_convolution", causal_convolution));
  expect(aoti_torch_library_impl(library, "selective_scan_", selective_scan));
  expect(aoti_torch_library_impl(library, "gated_group_norm", gated_group_norm));
}

// Makes the operators known as the library is loaded. They stay so until the process ends.
const bool known = [] {
  try {
    TorchLibraryOpaque* library = nullptr;
    expect(aoti_torch_library_init_def("timeviper", __FILE__, __LINE__, &library));
    for (const char* schema : SCHEMAS) expect(aoti_torch_library_def(library, schema));
    implement("CPU");
#ifdef TIMEVIPER_CARD
    implement("CUDA");
#endif
    return true;
  } catch (const std::exception& e) {
    // Nobody could catch it here; who calls an operator that is not known is told.
    std::fprintf(stderr, "timeviper operators: %s\n", e.what());
    return false;
  }
}();

}  // namespace
}  // namespace timeviper
