// How an operator's jobs get onto a card. Compiled by nvcc alone; without it there is none.
#pragma once

#include <cstdint>

#include "arithmetic.h"

namespace timeviper {

// Where the engine is about to work: a card, and its queue there.
struct Stream {
  int card;
  void* queue;
};

// Puts all jobs of an operator into the queue, a team of LANES threads to each. Throws std::runtime_error where the card does not take them.
template <int LANES, class Operator>
void launch(const Operator& work, Stream stream);

}  // namespace timeviper
