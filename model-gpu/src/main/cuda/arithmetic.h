// The arithmetic of the operators, in the terms of kernels.py: the same code for the processor and for a card.
//
// An operator is a struct of sizes and pointers whose work falls into jobs that know nothing of each other. A job is done by a team of
// lanes: of one on the processor, of neighbouring threads of a warp on a card. Everything is float32 but what is read as bfloat16.
#pragma once

#include <cmath>
#include <cstdint>

#ifdef __CUDACC__
#define ANYWHERE __host__ __device__ __forceinline__
#define UNROLLED _Pragma("unroll")
#else
#define ANYWHERE inline
#define UNROLLED
#endif

namespace timeviper {

// Bytes of a bfloat16: the upper half of a float32.
struct Bfloat16 {
  uint16_t upper;
};

ANYWHERE float number(float x) {
  return x;
}

ANYWHERE float number(Bfloat16 x) {
  union {
    uint32_t bits;
    float value;
  } whole{static_cast<uint32_t>(x.upper) << 16};
  return whole.value;
}

ANYWHERE float silu(float x) {
  return x / (1.f + expf(-x));
}

// A team of one.
struct Alone {
  static constexpr int lanes = 1;
  ANYWHERE int lane() const {
    return 0;
  }
  ANYWHERE float sum(float x) const {
    return x;
  }
};

// Rows (sequences, tokens, ..) of numbers that lie side by side; strides in numbers.
template <class T>
struct Rows {
  T* start;
  int64_t sequence;
  int64_t token;

  ANYWHERE T* at(int64_t i, int64_t t) const {
    return start + i * sequence + t * token;
  }
};

// Depthwise causal convolution over K inputs, then SiLU, for B sequences; a job is a stretch of a channel's tokens, by one lane.
template <class T, int K>
struct Convolution {
  static constexpr int64_t stretch = 16;
  Rows<const T> x;         // (B, T, C)
  Rows<const float> past;  // (B, K-1, C)
  const float* w;          // (C, K)
  const float* b;          // (C)
  Rows<float> y;           // (B, T, C)
  Rows<float> last;        // (B, K-1, C)
  int64_t sequences, tokens, channels;

  ANYWHERE int64_t stretches() const {
    return (tokens + stretch - 1) / stretch;
  }
  ANYWHERE int64_t jobs() const {
    return sequences * stretches() * channels;
  }
  // The input at a token, which lies in the past where it is negative.
  ANYWHERE float input(int64_t i, int64_t t, int64_t channel) const {
    return t < 0 ? past.at(i, t + K - 1)[channel] : number(x.at(i, t)[channel]);
  }
  template <class Team>
  ANYWHERE void run(int64_t job, Team) const {
    const int64_t channel = job % channels;
    const int64_t first = job / channels % stretches() * stretch;
    const int64_t i = job / channels / stretches();
    const int64_t end = first + stretch < tokens ? first + stretch : tokens;
    float weights[K], window[K];
    UNROLLED
    for (int k = 0; k < K; k++) weights[k] = w[channel * K + k];
    UNROLLED
    for (int k = 0; k < K - 1; k++) window[k] = input(i, first - (K - 1) + k, channel);
    for (int64_t t = first; t < end; t++) {
      window[K - 1] = input(i, t, channel);
      float sum = b[channel];
      UNROLLED
      for (int k = 0; k < K; k++) sum += window[k] * weights[k];
      y.at(i, t)[channel] = silu(sum);
      UNROLLED
      for (int k = 0; k < K - 1; k++) window[k] = window[k + 1];
    }
    if (end == tokens) {
      UNROLLED
      for (int k = 0; k < K - 1; k++) last.at(i, k)[channel] = window[k];
    }
  }
};

// The recurrence h_t = exp(dt_t A) h_(t-1) + dt_t B_t x_t, y_t = C_t h_t + D x_t for B sequences, token by token; the states go on in place.
// A job is one channel of a head; its N numbers of state stay in the registers of the team, up to four times QUADS of them in a lane.
template <int QUADS>
struct Scan {
  Rows<const float> xbc;  // (B, T, H*P + 2*G*N)
  Rows<const float> dt;   // (B, T, H)
  const float* a_log;     // (H)
  const float* d;         // (H)
  float* states;          // (B, H, P, N)
  Rows<float> y;          // (B, T, H*P)
  int64_t sequences, tokens, heads, width, groups, numbers;

  ANYWHERE int64_t jobs() const {
    return sequences * heads * width;
  }
  template <class Team>
  ANYWHERE void run(int64_t job, Team team) const {
    const int64_t inner = heads * width;
    const int64_t channel = job % inner, i = job / inner;
    const int64_t head = channel / width, group = head / (heads / groups);
    const int64_t b = inner + group * numbers, c = b + groups * numbers;
    const float a = -expf(a_log[head]), skip = d[head];
    float* state = states + job * numbers;
    // Neighbouring lanes hold neighbouring quads, so that a warp reads whole lines.
    float held[QUADS][4];
    UNROLLED
    for (int q = 0; q < QUADS; q++) {
      const int64_t n = (q * Team::lanes + team.lane()) * 4;
      UNROLLED
      for (int k = 0; k < 4; k++) held[q][k] = n < numbers ? state[n + k] : 0.f;
    }
    for (int64_t t = 0; t < tokens; t++) {
      const float* row = xbc.at(i, t);
      const float x = row[channel], step = dt.at(i, t)[head];
      const float fade = expf(step * a), given = step * x;
      float sums[4] = {0.f, 0.f, 0.f, 0.f};
      UNROLLED
      for (int q = 0; q < QUADS; q++) {
        const int64_t n = (q * Team::lanes + team.lane()) * 4;
        if (n < numbers) {
          float in[4], out[4];
          quad(row + b + n, in);
          quad(row + c + n, out);
          UNROLLED
          for (int k = 0; k < 4; k++) {
            held[q][k] = held[q][k] * fade + given * in[k];
            sums[k] += held[q][k] * out[k];
          }
        }
      }
      const float sum = team.sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
      if (team.lane() == 0) y.at(i, t)[channel] = sum + skip * x;
    }
    UNROLLED
    for (int q = 0; q < QUADS; q++) {
      const int64_t n = (q * Team::lanes + team.lane()) * 4;
      if (n < numbers) {
        UNROLLED
        for (int k = 0; k < 4; k++) state[n + k] = held[q][k];
      }
    }
  }

  // Four numbers that begin at a multiple of 16 bytes.
  ANYWHERE static void quad(const float* from, float (&to)[4]) {
#ifdef __CUDA_ARCH__
    const float4 read = *reinterpret_cast<const float4*>(from);
    to[0] = read.x, to[1] = read.y, to[2] = read.z, to[3] = read.w;
#else
    UNROLLED
    for (int k = 0; k < 4; k++) to[k] = from[k];
#endif
  }
};

// y * silu(gate), RMS-normalised within each of G groups of channels, times w; a job is one group of a token.
template <class T>
struct GatedNorm {
  Rows<const float> y;  // (1, T, C)
  Rows<const T> gate;   // (1, T, C)
  const float* w;       // (C)
  Rows<float> z;        // (1, T, C)
  int64_t tokens, channels, groups;
  float epsilon;

  ANYWHERE int64_t jobs() const {
    return tokens * groups;
  }
  ANYWHERE float gated(int64_t token, int64_t channel) const {
    return y.at(0, token)[channel] * silu(number(gate.at(0, token)[channel]));
  }
  template <class Team>
  ANYWHERE void run(int64_t job, Team team) const {
    const int64_t token = job / groups, size = channels / groups;
    const int64_t first = job % groups * size;
    float squares = 0.f;
    for (int64_t c = team.lane(); c < size; c += Team::lanes) {
      const float value = gated(token, first + c);
      squares += value * value;
    }
    const float scale = 1.f / sqrtf(team.sum(squares) / static_cast<float>(size) + epsilon);
    for (int64_t c = team.lane(); c < size; c += Team::lanes) {
      z.at(0, token)[first + c] = gated(token, first + c) * scale * w[first + c];
    }
  }
};

}  // namespace timeviper
