#include "card.h"

#include <cuda_runtime.h>

#include <stdexcept>
#include <string>

namespace timeviper {
namespace {

constexpr int THREADS = 256;  // of a block

// Neighbouring threads of one warp.
template <int LANES>
struct Lanes {
  static constexpr int lanes = LANES;

  __device__ __forceinline__ int lane() const {
    return threadIdx.x % LANES;
  }
  __device__ __forceinline__ float sum(float x) const {
    // A team has a job or has none as a whole, so its own lanes are those that take part.
    const unsigned all = LANES == 32 ? ~0u : ((1u << LANES) - 1) << (threadIdx.x % 32 / LANES * LANES);
    for (int away = LANES / 2; away > 0; away /= 2) x += __shfl_xor_sync(all, x, away, LANES);
    return x;
  }
};

template <int LANES, class Operator>
__global__ void __launch_bounds__(THREADS) teams(const Operator work) {
  const int64_t job = (static_cast<int64_t>(blockIdx.x) * THREADS + threadIdx.x) / LANES;
  if (job < work.jobs()) work.run(job, Lanes<LANES>());
}

void expect(cudaError_t result) {
  if (result != cudaSuccess) throw std::runtime_error(std::string("the card: ") + cudaGetErrorString(result));
}

// The calling thread's card, for as long as this lives.
class CurrentCard {
 public:
  explicit CurrentCard(int card) {
    expect(cudaGetDevice(&before_));
    expect(cudaSetDevice(card));
  }
  ~CurrentCard() {
    cudaSetDevice(before_);
  }

 private:
  int before_ = 0;
};

}  // namespace

template <int LANES, class Operator>
void launch(const Operator& work, Stream stream) {
  const int64_t blocks = (work.jobs() * LANES + THREADS - 1) / THREADS;
  if (blocks == 0) return;
  if (blocks > 2147483647) throw std::runtime_error("more work than a card takes at once");
  const CurrentCard current(stream.card);
  teams<LANES><<<static_cast<unsigned>(blocks), THREADS, 0, static_cast<cudaStream_t>(stream.queue)>>>(work);
  expect(cudaGetLastError());
}

#define FOR(LANES, ...) template void launch<LANES, __VA_ARGS__>(const __VA_ARGS__&, Stream);
FOR(1, Convolution<float, 2>) FOR(1, Convolution<float, 3>) FOR(1, Convolution<float, 4>)
FOR(1, Convolution<Bfloat16, 2>) FOR(1, Convolution<Bfloat16, 3>) FOR(1, Convolution<Bfloat16, 4>)
FOR(8, Scan<1>) FOR(8, Scan<2>) FOR(8, Scan<4>) FOR(8, Scan<8>)
FOR(32, GatedNorm<float>) FOR(32, GatedNorm<Bfloat16>)
#undef FOR

}  // namespace timeviper
