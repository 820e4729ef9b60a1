// Does the jobs of operators by a team of one, as on a processor, and by teams of threads that lie side by side, as a card does by lanes of a
// warp, and prints the largest difference of both for each. What is left to a card is the launch alone.
#include "arithmetic.h"

#include <algorithm>
#include <barrier>
#include <cstdio>
#include <random>
#include <thread>
#include <vector>

using namespace timeviper;

namespace {

using Numbers = std::vector<float>;

Numbers drawn(int64_t count) {
  static std::mt19937 source(7);
  std::normal_distribution<float> normal;
  Numbers numbers(count);
  for (float& x : numbers) x = normal(source);
  return numbers;
}

double difference(const Numbers& a, const Numbers& b) {
  double most = 0;
  for (size_t i = 0; i < a.size(); i++) most = std::max<double>(most, std::fabs(a[i] - b[i]));
  return most;
}

template <int LANES>
struct Exchange {
  std::barrier<> meeting{LANES};
  float numbers[LANES];
};

// A lane that is a thread: what it adds up it exchanges with the others as lanes of a warp do.
template <int LANES>
struct Threads {
  static constexpr int lanes = LANES;
  int index;
  Exchange<LANES>* exchange;

  int lane() const {
    return index;
  }
  float sum(float x) const {
    for (int away = LANES / 2; away > 0; away /= 2) {
      exchange->numbers[index] = x;
      exchange->meeting.arrive_and_wait();
      const float other = exchange->numbers[index ^ away];
      exchange->meeting.arrive_and_wait();
      x += other;
    }
    return x;
  }
};

template <class Operator>
void alone(const Operator& work) {
  for (int64_t job = 0; job < work.jobs(); job++) work.run(job, Alone());
}

template <int LANES, class Operator>
void together(const Operator& work) {
  Exchange<LANES> exchange;
  std::vector<std::thread> threads;
  for (int lane = 0; lane < LANES; lane++) {
    threads.emplace_back([&, lane] {
      for (int64_t job = 0; job < work.jobs(); job++) work.run(job, Threads<LANES>{lane, &exchange});
    });
  }
  for (std::thread& thread : threads) thread.join();
}

template <int QUADS>
void scan(int64_t numbers) {
  const int64_t sequences = 2, tokens = 4, heads = 4, width = 2, groups = 2, inner = heads * width;
  const int64_t channels = inner + 2 * groups * numbers;
  const Numbers xbc = drawn(sequences * tokens * channels), dt(sequences * tokens * heads, 0.1f), a_log = drawn(heads), d = drawn(heads);
  Numbers states[2] = {drawn(sequences * inner * numbers)}, y[2] = {Numbers(sequences * tokens * inner), Numbers(sequences * tokens * inner)};
  states[1] = states[0];
  const auto with = [&]<int Q>(int way) {
    return Scan<Q>{{xbc.data(), tokens * channels, channels}, {dt.data(), tokens * heads, heads}, a_log.data(), d.data(), states[way].data(),
                   {y[way].data(), tokens * inner, inner}, sequences, tokens, heads, width, groups, numbers};
  };
  alone(with.template operator()<64>(0));
  together<8>(with.template operator()<QUADS>(1));
  std::printf("%g\n", std::max(difference(y[0], y[1]), difference(states[0], states[1])));
}

void norm() {
  const int64_t tokens = 3, channels = 154, groups = 2;
  const Numbers y = drawn(tokens * channels), gate = drawn(tokens * channels), w = drawn(channels);
  Numbers z[2] = {Numbers(tokens * channels), Numbers(tokens * channels)};
  const auto into = [&](Numbers& out) {
    return GatedNorm<float>{{y.data(), 0, channels}, {gate.data(), 0, channels}, w.data(), {out.data(), 0, channels}, tokens, channels, groups, 1e-5f};
  };
  alone(into(z[0]));
  together<32>(into(z[1]));
  std::printf("%g\n", difference(z[0], z[1]));
}

}  // namespace

int main() {
  scan<1>(4), scan<1>(32), scan<2>(64), scan<4>(68), scan<4>(128), scan<8>(256);
  norm();
}
