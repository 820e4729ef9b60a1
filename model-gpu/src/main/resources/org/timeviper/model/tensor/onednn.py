
  # ---- A processor's ways in bfloat16, by products that are oneDNN's, behind kernels.py. Each stands for the kernel of the same name without
  # the ending.

  # The engine's flash kernel for processors is MKL's in both precisions, and bfloat16 no faster than float32. Here, in bfloat16 alone, scores
  # and values are torch.linear's products, which are oneDNN's: of the heads that share keys together, first with the queries' own tokens, then with those before them, piece by
  # piece. Pieces are joined weighed by their sums of exponentials. Scores are rounded to bfloat16 before their softmax.
  def causal_attention_by_onednn(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, length: int) -> Tensor:
    if q.size(0) < 64 or keys.dtype != 15:
      return self.causal_attention(q, keys, values, length)
    return self.attention_in_pieces(q, keys, values, 0, keys, values, length)

  def branched_attention_by_onednn(self: __torch__.Ops, q: Tensor, trunk_keys: Tensor, trunk_values: Tensor, trunk_length: int, keys: Tensor, values: Tensor, length: int) -> Tensor:
    if q.size(0) < 64 or keys.dtype != 15:
      return self.branched_attention(q, trunk_keys, trunk_values, trunk_length, keys, values, length)
    return self.attention_in_pieces(q, trunk_keys, trunk_values, trunk_length, keys, values, length)

  def attention_in_pieces(self: __torch__.Ops, q: Tensor, trunk_keys: Tensor, trunk_values: Tensor, trunk_length: int, keys: Tensor, values: Tensor, length: int) -> Tensor:
    tokens = q.size(0)
    groups = keys.size(0)
    width = keys.size(2)
    past = length - tokens
    scaled = (q / torch.sqrt(float(width))).view([tokens, groups, -1, width])
    shared = scaled.size(2)
    out = torch.new_empty(q, [tokens, groups, shared, width])
    for g in range(groups):
      queries = scaled.select(1, g).reshape([tokens * shared, width])
      k = keys.select(0, g)
      v = values.select(0, g)
      y, sums = self.attended_piece(queries, k.narrow(0, past, tokens), v.narrow(0, past, tokens), shared, True, past + trunk_length > 0)
      y, sums = self.with_those_before(queries, k.narrow(0, 0, past), v.narrow(0, 0, past), shared, y, sums)
      y, sums = self.with_those_before(queries, trunk_keys.select(0, g).narrow(0, 0, trunk_length), trunk_values.select(0, g).narrow(0, 0, trunk_length), shared, y, sums)
      noted = out.select(1, g).copy_(y.view([tokens, shared, width]))
    return out.view([tokens, groups * shared * width])

  # Attention y of queries (T*R, P), with its sums, joined with that to further keys and values (S, P), which need no mask.
  def with_those_before(self: __torch__.Ops, queries: Tensor, keys: Tensor, values: Tensor, shared: int, y: Tensor, sums: Tensor) -> Tuple[Tensor, Tensor]:
    piece = 2048
    for i in range((keys.size(0) + piece - 1) // piece):
      first = i * piece
      count = min(piece, keys.size(0) - first)
      before, sums_before = self.attended_piece(queries, keys.narrow(0, first, count), values.narrow(0, first, count), shared, False, True)
      y = self.weighed(before, sums_before, y, sums)
      sums = torch.logaddexp(sums_before, sums)
    return (y, sums)

  # Attention of queries (T*R, P), scaled, to keys and values (S, P), causal where those are the queries' own tokens. Blocks of queries
  # bound the scores. -> (T*R, P), and where they are to be told the logarithm of each row's sum of exponentials (T*R) float32.
  def attended_piece(self: __torch__.Ops, queries: Tensor, keys: Tensor, values: Tensor, shared: int, causal: bool, told: bool) -> Tuple[Tensor, Tensor]:
    tokens = queries.size(0) // shared
    block = max(16, min(128, 1048576 // (keys.size(0) * shared)))
    future = torch.triu(torch.new_ones(queries, [block, block], dtype=11), 1).unsqueeze(1)
    y = torch.empty_like(queries)
    sums = torch.new_empty(queries, [queries.size(0)], dtype=6)
    for i in range((tokens + block - 1) // block):
      first = i * block
      count = min(block, tokens - first)
      seen = keys.size(0)
      if causal:
        seen = first + count
      scores = self.linear(queries.narrow(0, first * shared, count * shared), keys.narrow(0, 0, seen))
      if causal:
        own = scores.view([count, shared, seen]).narrow(2, first, count)
        masked = own.masked_fill_(future.narrow(0, 0, count).narrow(2, 0, count), -inf)
      weights = torch.softmax(scores, -1)
      if told:
        most = torch.to(torch.amax(scores, [-1]), 6) - torch.log(torch.to(torch.amax(weights, [-1]), 6))
        noted = sums.narrow(0, first * shared, count * shared).copy_(most)
      mixed = self.linear(weights, values.narrow(0, 0, seen).transpose(0, 1))
      written = y.narrow(0, first * shared, count * shared).copy_(mixed)
    return (y, sums)
