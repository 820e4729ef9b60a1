# The kernels that DJL's array API lacks, as TorchScript. Every method has a typed counterpart in Workspace.java.
#
# Sizes: T tokens, C channels, H heads, P channels of a head, G groups of heads, R = H / G, N numbers of state a channel,
# Q tokens of an SSD chunk, B sequences, F frames, L patches. A method whose name ends in an underscore writes into its first argument.
# Scalar types by number: 0 uint8, 4 int64, 6 float32, 7 float64, 11 bool, 15 bfloat16.
class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  chunk_products : int  # the type of the factors in the products of a Mamba layer's chunks: 6, or 15 as on a card where the decoder is bfloat16

  # ---- Plumbing.

  # Raw bfloat16 bytes come in as float16, because DJL cannot name bfloat16.
  def reinterpret_bfloat16(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.view_copy(x, dtype=15)

  # x (.., C) in any precision -> its bytes, (.., C * bytes of a number).
  def to_bytes(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.view_copy(torch.contiguous(x), dtype=0)

  def copy(self: __torch__.Ops, x: Tensor, dtype: int) -> Tensor:
    return torch.to(x, dtype, False, True)

  def to_float32(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.to(x, 6)

  # Another owner of the same memory.
  def alias(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.alias(x)

  # A view of a stretch of rows.
  def rows(self: __torch__.Ops, x: Tensor, start: int, count: int) -> Tensor:
    return x.narrow(0, start, count)

  def stretch(self: __torch__.Ops, x: Tensor, dim: int, start: int, count: int) -> Tensor:
    return x.narrow(dim, start, count)

  def select_rows(self: __torch__.Ops, x: Tensor, index: Tensor) -> Tensor:
    return x.index_select(0, index)

  def concatenate(self: __torch__.Ops, x: Tensor, y: Tensor, dim: int) -> Tensor:
    return torch.cat([x, y], dim)

  # Rows of several arrays, one behind the other; arrays of one shape as rows of a new dimension.
  def join(self: __torch__.Ops, x: List[Tensor]) -> Tensor:
    return torch.cat(x, 0)

  def stack(self: __torch__.Ops, x: List[Tensor]) -> Tensor:
    return torch.stack(x, 0)

  # Zeros of x's type, in x's place.
  def zeros(self: __torch__.Ops, x: Tensor, shape: List[int]) -> Tensor:
    return torch.new_zeros(x, shape)

  # x[start .. start + length of y] = y along a dimension.
  def write_(self: __torch__.Ops, x: Tensor, dim: int, start: int, y: Tensor) -> Tensor:
    return x.narrow(dim, start, y.size(dim)).copy_(y)

  # x[start .. start + rows of y] += scale * y.
  def add_rows_(self: __torch__.Ops, x: Tensor, start: int, y: Tensor, scale: float) -> Tensor:
    return x.narrow(0, start, y.size(0)).add_(y, alpha=scale)

  # Copies the indexed rows of y to x[start ..], a block at a time. With y = x and ascending indices a row is never overwritten
  # before it has moved.
  def compact_rows_(self: __torch__.Ops, x: Tensor, start: int, y: Tensor, index: Tensor, block: int) -> Tensor:
    count = index.size(0)
    for i in range((count + block - 1) // block):
      first = i * block
      length = min(block, count - first)
      moved = y.index_select(0, index.narrow(0, first, length))
      done = x.narrow(0, start + first, length).copy_(moved)
    return x.narrow(0, 0, start + count)

  # ---- Layers in common.

  # w (vocabulary, C), ids (T) -> (T, C) float32
  def embed(self: __torch__.Ops, w: Tensor, ids: Tensor) -> Tensor:
    return torch.to(torch.embedding(w, ids), 6)

  # x (.., C in) in any precision, w (C out, C in) -> (.., C out) in the precision of w.
  def linear(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
    return torch.linear(x.type_as(w), w)

  def linear_bias(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.linear(x.type_as(w), w, b)

  # w * x / sqrt(mean(x^2) + eps), in float32.
  def rms_norm(self: __torch__.Ops, x: Tensor, w: Tensor, eps: float) -> Tensor:
    y = torch.to(x, 6)
    return y * torch.rsqrt(y.square().mean([-1], True) + eps) * w

  # x (.., C) float32.
  def layer_norm(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor, eps: float) -> Tensor:
    return torch.layer_norm(x, [w.size(0)], w, b, eps)

  def squared_relu(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.relu(x).square_()

  # silu(x) * y in the precision of both; x is written over.
  def gated_(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
    return torch.silu_(x).mul_(y)

  # The exact one, by the error function.
  def gelu(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.gelu(x)

  # ---- Mamba-2.

  # Depthwise causal convolution, then SiLU, in float32.
  # projected (T, ..) whose columns from `start` are the C channels; past (K-1, C) the inputs before the first token;
  # w (C, 1, K) -> (T, C) and the last K-1 inputs.
  def causal_convolution(self: __torch__.Ops, projected: Tensor, start: int, past: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
    channels = w.size(0)
    width = w.size(2)
    tokens = projected.size(0)
    x = torch.cat([past, torch.to(projected.narrow(1, start, channels), 6)], 0)
    y = b + x.narrow(0, 0, tokens) * w.select(2, 0).select(1, 0)
    for k in range(1, width):
      y.addcmul_(x.narrow(0, k, tokens), w.select(2, k).select(1, 0))
    return (torch.silu_(y), x.narrow(0, tokens, width - 1).clone())

  # dt = clamp(softplus(x w^T + bias)), float32 throughout. x (T, C), w (H, C) -> (T, H)
  def time_step(self: __torch__.Ops, x: Tensor, w: Tensor, bias: Tensor, least: float, most: float) -> Tensor:
    return torch.softplus(torch.linear(x, w, bias)).clamp_(least, most)

  # The recurrence h_t = exp(dt_t A) h_(t-1) + dt_t B_t x_t, y_t = C_t h_t + D x_t, all float32 but the factors of a chunk's products.
  # xbc (T, H*P + 2*G*N) holds x, B and C; dt (T, H); a_log, d (H); state (H, P, N) -> y (T, H*P), state (H, P, N).
  # Head i uses group i / R.
  def selective_scan(self: __torch__.Ops, xbc: Tensor, dt: Tensor, a_log: Tensor, d: Tensor, state: Tensor, groups: int, chunk: int) -> Tuple[Tensor, Tensor]:
    tokens = xbc.size(0)
    heads = state.size(0)
    width = state.size(1)
    numbers = state.size(2)
    inner = heads * width
    a = torch.neg(torch.exp(a_log))
    x = xbc.narrow(1, 0, inner).view([tokens, heads, width])
    b = xbc.narrow(1, inner, groups * numbers).view([tokens, groups, numbers])
    c = xbc.narrow(1, inner + groups * numbers, groups * numbers).view([tokens, groups, numbers])
    if tokens == 1:
      y, last = self.recurrent_step(x, dt, a, b, c, state)
    else:
      y, last = self.chunked_scan(x, dt, a, b, c, state, min(chunk, tokens))
    return (y.add_(x * d.unsqueeze(-1)).reshape([tokens, inner]), last)

  # One token: x (1, H, P), dt (1, H), b and c (1, G, N).
  def recurrent_step(self: __torch__.Ops, x: Tensor, dt: Tensor, a: Tensor, b: Tensor, c: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:
    heads = x.size(1)
    groups = b.size(1)
    numbers = b.size(2)
    step = dt.view([heads, 1, 1])
    decay = torch.exp(step * a.view([heads, 1, 1]))
    input = (x.view([heads, -1, 1]) * step).view([groups, -1, 1]) * b.view([groups, 1, numbers])
    last = (state * decay).add_(input.view_as(state))
    y = torch.matmul(last.view([groups, -1, numbers]), c.view([groups, numbers, 1]))
    return (y.view_as(x), last)

  # The chunked (SSD) form, linear in T. Tokens beyond T are padded with dt = 0, which leaves the state as it is. Decays, sums over tokens and
  # the state are float32 whatever the products' factors are rounded to.
  def chunked_scan(self: __torch__.Ops, x: Tensor, dt: Tensor, a: Tensor, b: Tensor, c: Tensor, state: Tensor, chunk: int) -> Tuple[Tensor, Tensor]:
    tokens = x.size(0)
    heads = x.size(1)
    width = x.size(2)
    groups = b.size(1)
    numbers = b.size(2)
    shared = heads // groups
    chunks = (tokens + chunk - 1) // chunk
    pad = chunks * chunk - tokens
    factor = self.chunk_products
    steps = torch.constant_pad_nd(dt, [0, 0, 0, pad])
    # x scaled by its step, (chunks, G, R, P, Q): what every token puts in.
    given = torch.constant_pad_nd(x * dt.unsqueeze(-1), [0, 0, 0, 0, 0, pad])
    given = given.view([chunks, chunk, groups, shared, width]).permute([0, 2, 3, 4, 1])
    # B and C, (chunks, G, Q, N).
    keys = torch.constant_pad_nd(torch.to(b, factor), [0, 0, 0, 0, 0, pad]).view([chunks, chunk, groups, numbers]).transpose(1, 2)
    queries = torch.constant_pad_nd(torch.to(c, factor), [0, 0, 0, 0, 0, pad]).view([chunks, chunk, groups, numbers]).transpose(1, 2)
    # Sum of dt*A from the chunk's first token to each, (chunks, G, R, Q).
    fade = (steps * a).view([chunks, chunk, groups, shared]).permute([0, 2, 3, 1]).cumsum(-1)

    # Within a chunk: y_t += C_t . B_s exp(sum of dt*A over s+1 .. t) dt_s x_s for s <= t.
    future = torch.triu(torch.new_ones(x, [chunk, chunk], dtype=11), 1)
    weights = (fade.unsqueeze(-1) - fade.unsqueeze(-2)).masked_fill_(future, -inf).exp_()
    weights.mul_(torch.matmul(queries, keys.transpose(-1, -2)).unsqueeze(2))
    y = torch.to(torch.matmul(torch.to(weights, factor), torch.to(given, factor).transpose(-1, -2)), 6)

    # What a chunk alone leaves behind: sum over s of exp(sum of dt*A over s+1 .. Q) dt_s B_s x_s, (chunks, G, R, P, N).
    remaining = torch.exp(fade.narrow(-1, chunk - 1, 1) - fade).unsqueeze(3)
    leaving = torch.to(given * remaining, factor).reshape([chunks, groups, shared * width, chunk])
    left = torch.matmul(leaving, keys).view([chunks, groups, shared, width, numbers])

    # From chunk to chunk: the state as each chunk begins.
    whole = torch.exp(fade.select(-1, chunk - 1)).view([chunks, groups, shared, 1, 1])
    current = state.view([groups, shared, width, numbers])
    begins = torch.new_empty(left, [chunks, groups, shared, width, numbers])
    for i in range(chunks):
      noted = begins.select(0, i).copy_(current)
      current = current * whole.select(0, i) + left.select(0, i)

    # What the state before the chunk adds: y_t += exp(sum of dt*A over 1 .. t) C_t . state.
    carried = torch.to(torch.matmul(queries, begins.view([chunks, groups, shared * width, numbers]).transpose(-1, -2)), 6)
    carried = carried.view([chunks, groups, chunk, shared, width]).transpose(2, 3)
    y.addcmul_(carried, torch.exp(fade).unsqueeze(-1))
    y = y.permute([0, 3, 1, 2, 4]).reshape([chunks * chunk, heads, width]).narrow(0, 0, tokens)
    return (y, current.reshape([heads, width, numbers]))

  # z = y * silu(gate), RMS-normalised within each of G groups of channels, times w, in float32.
  # y (T, C); gate: the first C columns of projected.
  def gated_group_norm(self: __torch__.Ops, y: Tensor, projected: Tensor, w: Tensor, groups: int, eps: float) -> Tensor:
    channels = y.size(1)
    z = y * torch.silu(torch.to(projected.narrow(1, 0, channels), 6))
    z = z.view([-1, groups, channels // groups])
    z = z * torch.rsqrt(z.square().mean([-1], True) + eps)
    return z.view([-1, channels]) * w

  # M[t,s] = C_t . B_s exp(sum of dt*A over s+1 .. t) dt_s for s <= t, so that y = M x + D x. -> (H, T, T)
  def mamba_map(self: __torch__.Ops, xbc: Tensor, dt: Tensor, a_log: Tensor, inner: int, groups: int) -> Tensor:
    tokens = xbc.size(0)
    heads = dt.size(1)
    numbers = (xbc.size(1) - inner) // (2 * groups)
    b = xbc.narrow(1, inner, groups * numbers).view([tokens, groups, numbers]).permute([1, 2, 0])
    c = xbc.narrow(1, inner + groups * numbers, groups * numbers).view([tokens, groups, numbers]).transpose(0, 1)
    steps = torch.to(dt, 7).transpose(0, 1)
    fade = torch.cumsum(steps * torch.neg(torch.exp(torch.to(a_log, 7))).unsqueeze(-1), -1)
    future = torch.triu(torch.new_ones(dt, [tokens, tokens], dtype=11), 1)
    weights = (fade.unsqueeze(-1) - fade.unsqueeze(-2)).masked_fill_(future, -inf).exp_() * steps.unsqueeze(1)
    scores = torch.matmul(c, b).repeat_interleave(heads // groups, 0)
    return torch.to(weights, 6) * scores

  # The last of its rows alone: bc (T, 2*G*N) holds B and C, dt (T, H) -> (H, T)
  def mamba_row(self: __torch__.Ops, bc: Tensor, dt: Tensor, a_log: Tensor, groups: int) -> Tensor:
    tokens = bc.size(0)
    heads = dt.size(1)
    numbers = bc.size(1) // (2 * groups)
    b = bc.narrow(1, 0, groups * numbers).view([tokens, groups, numbers]).transpose(0, 1)
    c = bc.select(0, tokens - 1).narrow(0, groups * numbers, groups * numbers).view([groups, numbers, 1])
    steps = torch.to(dt, 7).transpose(0, 1)
    fade = torch.cumsum(steps * torch.neg(torch.exp(torch.to(a_log, 7))).unsqueeze(-1), -1)
    weights = torch.exp(fade.narrow(1, tokens - 1, 1) - fade) * steps
    scores = torch.matmul(b, c).squeeze(-1).repeat_interleave(heads // groups, 0)
    return torch.to(weights, 6) * scores

  # ---- Attention.

  # x (T, H*P) -> (H, T, P)
  def split_heads(self: __torch__.Ops, x: Tensor, heads: int) -> Tensor:
    return x.view([x.size(0), heads, -1]).transpose(0, 1)

  # start, start + 1, .. as int64, on x's device.
  def counted(self: __torch__.Ops, x: Tensor, start: int, count: int) -> Tensor:
    return torch.arange(start, start + count, dtype=4, device=x.device)

  # Rotary positions: each head's channels i and i + P/2, taken as a point, are turned by position * base^(-2i/P), all in float32.
  # x (T, H*P), positions (T) -> (T, H*P) in the precision of x
  def rotate(self: __torch__.Ops, x: Tensor, positions: Tensor, heads: int, base: float) -> Tensor:
    tokens = x.size(0)
    half = x.size(1) // heads // 2
    speeds = torch.reciprocal(torch.pow(base, torch.arange(0, 2 * half, 2, dtype=6, device=x.device) / (2 * half)))
    angles = torch.to(positions, 6).view([tokens, 1, 1]) * speeds
    cos = torch.cos(angles)
    sin = torch.sin(angles)
    points = torch.to(x, 6).view([tokens, heads, 2 * half])
    a = points.narrow(2, 0, half)
    b = points.narrow(2, half, half)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], 2).view([tokens, -1]).type_as(x)

  # Causal grouped-query attention to a cache.
  # q (T, H*P); keys and values (G, capacity, P), of which the first `length` are there, the last T of them being those of the queries.
  # -> (T, H*P)
  def causal_attention(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, length: int) -> Tensor:
    if q.size(0) == 1:
      return self.cross_attention(q, keys.narrow(1, 0, length), values.narrow(1, 0, length))
    if self.flash_fits(q, keys, values, length):
      return self.joined_attention(q, keys, values, length)
    return self.masked_attention(q, keys, values, length)

  # Whether the device has a flash kernel for these: a processor has, a card where the engine would take it (1), or cuDNN's, which asks for
  # more (3): not for float32.
  def flash_fits(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, length: int) -> bool:
    if not q.is_cuda:
      return True
    width = keys.size(2)
    query = q.narrow(1, 0, width).view([1, 1, -1, width])
    k = keys.narrow(0, 0, 1).narrow(1, 0, length).unsqueeze(0)
    v = values.narrow(0, 0, 1).narrow(1, 0, length).unsqueeze(0)
    choice = torch._fused_sdp_choice(query, k, v)
    return width % 8 == 0 and (choice == 1 or choice == 3)

  # Attention that needs no mask, by the flash kernel of the device. q (.., T, P), k and v (.., S, P); causal only where T = S.
  # -> (.., T, P), and the logarithm of each row's sum of exponentials (.., T) float32.
  def flash_attention(self: __torch__.Ops, q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tuple[Tensor, Tensor]:
    if q.is_cuda:
      y, sums, a, b, c, d, e, f, g = torch._scaled_dot_product_flash_attention(q, k, v, 0., causal)
    else:
      y, sums = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., causal)
    return (y, sums)

  # In two pieces, neither of which needs a mask: every query to all tokens before the queries, and the queries among themselves. They are
  # joined weighed by their sums of exponentials.
  def joined_attention(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, length: int) -> Tensor:
    tokens = q.size(0)
    groups = keys.size(0)
    queries = q.view([tokens, groups, -1, keys.size(2)]).permute([1, 2, 0, 3])
    y, sums = self.own_attention(queries, keys, values, length)
    return y.permute([2, 0, 1, 3]).reshape([tokens, -1])

  # queries (G, R, T, P) -> (G, R, T, P), and the logarithms (G, R, T)
  def own_attention(self: __torch__.Ops, queries: Tensor, keys: Tensor, values: Tensor, length: int) -> Tuple[Tensor, Tensor]:
    tokens = queries.size(2)
    past = length - tokens
    k = keys.unsqueeze(1).expand([-1, queries.size(1), -1, -1])
    v = values.unsqueeze(1).expand([-1, queries.size(1), -1, -1])
    y, sums = self.flash_attention(queries, k.narrow(2, past, tokens), v.narrow(2, past, tokens), True)
    if past > 0:
      before, sums_before = self.flash_attention(queries, k.narrow(2, 0, past), v.narrow(2, 0, past), False)
      y = self.weighed(before, sums_before, y, sums)
      sums = torch.logaddexp(sums_before, sums)
    return (y, sums)

  def weighed(self: __torch__.Ops, x: Tensor, x_sums: Tensor, y: Tensor, y_sums: Tensor) -> Tensor:
    return torch.lerp(x, y, torch.sigmoid(y_sums - x_sums).unsqueeze(-1).type_as(y))

  # causal_attention of tokens that follow a trunk, which lies elsewhere: of trunk_keys and trunk_values (G, capacity, P) `trunk_length` are
  # there; of keys and values, which are their own, `length`. A processor attends to each where it lies; a card, whose kernels do not tell
  # the logarithms, joins them first. One query's heads that share keys are stacked as further queries, so that the trunk is read once.
  def branched_attention(self: __torch__.Ops, q: Tensor, trunk_keys: Tensor, trunk_values: Tensor, trunk_length: int, keys: Tensor, values: Tensor, length: int) -> Tensor:
    tokens = q.size(0)
    groups = keys.size(0)
    width = keys.size(2)
    trunk_k = trunk_keys.narrow(1, 0, trunk_length)
    trunk_v = trunk_values.narrow(1, 0, trunk_length)
    if q.is_cuda:
      k = torch.cat([trunk_k, keys.narrow(1, 0, length)], 1)
      v = torch.cat([trunk_v, values.narrow(1, 0, length)], 1)
      return self.causal_attention(q, k, v, trunk_length + length)
    if tokens == 1:
      query = q.view([1, groups, -1, width])
      z, sums = self.flash_attention(query, keys.narrow(1, 0, length).unsqueeze(0), values.narrow(1, 0, length).unsqueeze(0), False)
      before, sums_before = self.flash_attention(query, trunk_k.unsqueeze(0), trunk_v.unsqueeze(0), False)
      return self.weighed(before, sums_before, z, sums).reshape([1, -1])
    queries = q.view([tokens, groups, -1, width]).permute([1, 2, 0, 3])
    y, own_sums = self.own_attention(queries, keys, values, length)
    shared = queries.size(1)
    trunk_y, trunk_sums = self.flash_attention(queries, trunk_k.unsqueeze(1).expand([-1, shared, -1, -1]), trunk_v.unsqueeze(1).expand([-1, shared, -1, -1]), False)
    return self.weighed(trunk_y, trunk_sums, y, own_sums).permute([2, 0, 1, 3]).reshape([tokens, -1])

  # By the engine's scaled-dot-product kernel and a mask. Heads that share keys are stacked as further queries. Blocks of queries bound
  # the mask, whatever the length.
  def masked_attention(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, length: int) -> Tensor:
    tokens = q.size(0)
    groups = keys.size(0)
    width = keys.size(2)
    shared = q.size(1) // (groups * width)
    past = length - tokens
    stacked = q.view([tokens, groups, shared, width]).permute([1, 2, 0, 3])
    out = torch.new_empty(q, [tokens, groups, shared, width])
    block = max(1, min(256, 4194304 // (length * shared)))
    for i in range((tokens + block - 1) // block):
      first = i * block
      count = min(block, tokens - first)
      seen = past + first + count
      queries = stacked.narrow(2, first, count).reshape([1, groups, shared * count, width])
      k = keys.narrow(1, 0, seen).unsqueeze(0)
      v = values.narrow(1, 0, seen).unsqueeze(0)
      if count == 1:
        y = torch.scaled_dot_product_attention(queries, k, v)
      else:
        mask = torch.tril(torch.new_ones(q, [count, seen], dtype=11), past + first).repeat([shared, 1])
        y = torch.scaled_dot_product_attention(queries, k, v, mask)
      y = y.view([groups, shared, count, width]).permute([2, 0, 1, 3])
      noted = out.narrow(0, first, count).copy_(y)
    return out.view([tokens, groups * shared * width])

  # Attention of every query to every key. q (T, H*P), keys and values (G, S, P) -> (T, H*P)
  def cross_attention(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    tokens = q.size(0)
    groups = keys.size(0)
    width = keys.size(2)
    queries = q.view([tokens, groups, -1, width]).permute([1, 2, 0, 3]).reshape([1, groups, -1, width])
    y = torch.scaled_dot_product_attention(queries, keys.unsqueeze(0), values.unsqueeze(0))
    return y.view([groups, -1, tokens, width]).permute([2, 0, 1, 3]).reshape([tokens, -1])

  # Scaled scores of one query. q (1, H*P), k (T, G*P) -> (H, T) float32
  def attention_scores(self: __torch__.Ops, q: Tensor, k: Tensor, heads: int, groups: int) -> Tensor:
    tokens = k.size(0)
    queries = torch.to(q, 6).view([groups, heads // groups, -1])
    keys = torch.to(k, 6).view([tokens, groups, -1]).permute([1, 2, 0])
    return (torch.matmul(queries, keys) / torch.sqrt(float(queries.size(2)))).view([heads, tokens])

  # Softmax row of one query over the first `length` keys, in float32. q (1, H*P), keys (G, capacity, P) -> (H, length)
  def attention_row(self: __torch__.Ops, q: Tensor, keys: Tensor, length: int) -> Tensor:
    groups = keys.size(0)
    width = keys.size(2)
    queries = torch.to(q, 6).view([groups, -1, width])
    scores = torch.matmul(queries, torch.to(keys.narrow(1, 0, length), 6).transpose(1, 2)) / torch.sqrt(float(width))
    return torch.softmax(scores, -1).view([-1, length])

  # Of `count` tokens from `start`, the `keep` that a row of attention favours. scores (H, T) -> their indices, those of the rest, ascending.
  def most_attended(self: __torch__.Ops, scores: Tensor, start: int, count: int, keep: int) -> Tuple[Tensor, Tensor]:
    attention = torch.softmax(scores, -1).mean([0]).narrow(0, start, count)
    best, where = torch.topk(attention, keep)
    return self.partition(where, start, count)

  # Of `count` tokens from `start`, `keep` that lie evenly. -> their indices, those of the rest, ascending.
  def evenly_spaced(self: __torch__.Ops, like: Tensor, start: int, count: int, keep: int) -> Tuple[Tensor, Tensor]:
    spaced = torch.floor_divide(torch.arange(keep, dtype=4, device=like.device) * (count - 1), max(keep - 1, 1))
    return self.partition(spaced, start, count)

  def partition(self: __torch__.Ops, kept: Tensor, start: int, count: int) -> Tuple[Tensor, Tensor]:
    stays = torch.index_fill(torch.new_zeros(kept, [count], dtype=11), 0, kept, True)
    return (torch.nonzero(stays).view([-1]) + start, torch.nonzero(torch.logical_not(stays)).view([-1]) + start)

  # Softmax rows of causal attention. q (T, H*P), k (T, G*P) -> (H, T, T) float32
  def attention_map(self: __torch__.Ops, q: Tensor, k: Tensor, heads: int, groups: int) -> Tensor:
    tokens = q.size(0)
    queries = torch.to(q, 6).view([tokens, groups, heads // groups, -1]).permute([1, 2, 0, 3])
    keys = torch.to(k, 6).view([tokens, groups, 1, -1]).permute([1, 2, 3, 0])
    scores = torch.matmul(queries, keys) / torch.sqrt(float(queries.size(3)))
    future = torch.triu(torch.new_ones(scores, [tokens, tokens], dtype=11), 1)
    return torch.softmax(scores.masked_fill_(future, -inf), -1).view([heads, tokens, tokens])

  # ---- Decode steps of B sequences together, a token each.

  # causal_convolution's next token. projected (B, ..) whose columns from `start` are the C channels; past (B, K-1, C); w (C, 1, K)
  # -> (B, C) and the last K-1 inputs of each.
  def convolution_steps(self: __torch__.Ops, projected: Tensor, start: int, past: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
    channels = w.size(0)
    width = w.size(2)
    x = torch.cat([past, torch.to(projected.narrow(1, start, channels), 6).unsqueeze(1)], 1)
    y = b + x.select(1, 0) * w.select(2, 0).select(1, 0)
    for k in range(1, width):
      y.addcmul_(x.select(1, k), w.select(2, k).select(1, 0))
    return (torch.silu_(y), x.narrow(1, 1, width - 1).clone())

  # selective_scan's next token; the states (B, H, P, N) go on in place. xbc (B, H*P + 2*G*N), dt (B, H), a_log, d (H) -> y (B, H*P)
  def recurrent_steps_(self: __torch__.Ops, states: Tensor, xbc: Tensor, dt: Tensor, a_log: Tensor, d: Tensor, groups: int) -> Tensor:
    sequences = states.size(0)
    heads = states.size(1)
    width = states.size(2)
    numbers = states.size(3)
    inner = heads * width
    x = xbc.narrow(1, 0, inner).view([sequences, heads, width])
    b = xbc.narrow(1, inner, groups * numbers).view([sequences, groups, 1, numbers])
    c = xbc.narrow(1, inner + groups * numbers, groups * numbers).view([sequences, groups, numbers, 1])
    decay = torch.exp(dt * torch.neg(torch.exp(a_log))).view([sequences, heads, 1, 1])
    input = (x * dt.unsqueeze(-1)).view([sequences, groups, -1, 1]) * b
    last = states.mul_(decay).add_(input.view_as(states))
    y = torch.matmul(last.view([sequences, groups, -1, numbers]), c).view([sequences, heads, width])
    return y.add_(x * d.unsqueeze(-1)).view([sequences, inner])

  # Writes what the token of each sequence leaves, x (B, G*P), into a cache (B, G, capacity, P).
  def remember_(self: __torch__.Ops, cache: Tensor, place: int, x: Tensor) -> Tensor:
    return cache.select(2, place).copy_(x.view([cache.size(0), cache.size(1), cache.size(3)]))

  # Attention of one query of each sequence to a trunk that neighbours share, and to what each has of its own behind it, in float32.
  # q (B, H*P); keys and values (B, G, capacity, P), of which sequence i has those from starts[i] to `end`; of the trunks, in the
  # sequences' order, keys and values (G, capacity, P), of which `lengths` are there, and how many sequences share each. -> (B, H*P)
  def attention_steps(self: __torch__.Ops, q: Tensor, keys: Tensor, values: Tensor, starts: Tensor, end: int, trunk_keys: List[Tensor], trunk_values: List[Tensor], lengths: List[int], counts: List[int]) -> Tensor:
    sequences = keys.size(0)
    groups = keys.size(1)
    width = keys.size(3)
    queries = (torch.to(q, 6) / torch.sqrt(float(width))).view([sequences, groups, -1, width])
    shared = queries.size(2)
    # What is their own: the highest score, the sum of the weights below it, and of the weighted values.
    scores = torch.matmul(queries, torch.to(keys.narrow(2, 0, end), 6).transpose(2, 3))
    theirs = torch.arange(end, dtype=4, device=q.device) < starts.unsqueeze(-1)
    scores.masked_fill_(theirs.view([sequences, 1, 1, end]), -inf)
    own_most = torch.amax(scores, [-1], True)
    weights = scores.sub_(own_most).exp_()
    own_total = weights.sum([-1], True)
    own_mixed = torch.matmul(weights, torch.to(values.narrow(2, 0, end), 6))
    # What they share: one product for all neighbours, in blocks that bound the scores.
    out = torch.new_empty(own_mixed, [sequences, groups, shared, width])
    first = 0
    for i in range(len(counts)):
      count = counts[i]
      stacked = queries.narrow(0, first, count).transpose(0, 1).reshape([groups, count * shared, width])
      most = own_most.narrow(0, first, count).transpose(0, 1).reshape([groups, count * shared, 1])
      total = own_total.narrow(0, first, count).transpose(0, 1).reshape([groups, count * shared, 1])
      mixed = own_mixed.narrow(0, first, count).transpose(0, 1).reshape([groups, count * shared, width])
      block = max(256, 4194304 // (groups * count * shared))
      for j in range((lengths[i] + block - 1) // block):
        length = min(block, lengths[i] - j * block)
        scores = torch.matmul(stacked, torch.to(trunk_keys[i].narrow(1, j * block, length), 6).transpose(1, 2))
        higher = torch.maximum(most, torch.amax(scores, [-1], True))
        weights = scores.sub_(higher).exp_()
        fade = torch.exp(most - higher)
        total = total * fade + weights.sum([-1], True)
        mixed = mixed * fade + torch.matmul(weights, torch.to(trunk_values[i].narrow(1, j * block, length), 6))
        most = higher
      noted = out.narrow(0, first, count).copy_((mixed / total).view([groups, count, shared, width]).transpose(0, 1))
      first = first + count
    return out.view([sequences, groups * shared * width])

  # Of each row the id with the highest score, the first of several, and the logarithm of its probability, which is no number where one of the
  # row is none. x (B, vocabulary) float32, written over -> (B) int64, (B) float64
  def likeliest_(self: __torch__.Ops, x: Tensor) -> Tuple[Tensor, Tensor]:
    most, ids = torch.max(x, -1, True)
    total = x.sub_(most).exp_().sum([-1])
    return (ids.squeeze(-1), torch.neg(torch.log(torch.to(total, 7))))

  # ---- Vision.

  # pixels (F, height, width, 3) uint8 -> (F, 3, side, side) float32: antialiased bicubic to 8 bits, to 0..1, normalised. mean, std (3)
  def preprocess(self: __torch__.Ops, pixels: Tensor, side: int, mean: Tensor, std: Tensor) -> Tensor:
    x = torch.to(pixels.permute([0, 3, 1, 2]), 6)
    if pixels.size(1) != side or pixels.size(2) != side:
      x = torch._upsample_bicubic2d_aa(x.contiguous(), [side, side], False).round_().clamp_(0., 255.)
    return (x / 255. - mean.view([1, 3, 1, 1])) / std.view([1, 3, 1, 1])

  # pixels (F, 3, side, side), w (C, 3, patch, patch), position (1, L, C) -> (F, L, C) float32
  def embed_patches(self: __torch__.Ops, pixels: Tensor, w: Tensor, b: Tensor, position: Tensor) -> Tensor:
    patch = w.size(2)
    x = torch.conv2d(pixels.type_as(w), w, b, [patch, patch])
    return torch.to(x.flatten(2).transpose(1, 2), 6) + position

  # Puts tokens (1, S, C) before those of every frame. x (F, L, C) -> (F, S+L, C)
  def prepend(self: __torch__.Ops, tokens: Tensor, x: Tensor) -> Tensor:
    return torch.cat([tokens.expand([x.size(0), -1, -1]), x], 1)

  # A view of x (F, S+L, C) without the first S tokens.
  def without_prefix(self: __torch__.Ops, x: Tensor, count: int) -> Tensor:
    return x.narrow(1, count, x.size(1) - count)

  # (F, L, C) -> (F*L, C)
  def join_frames(self: __torch__.Ops, x: Tensor) -> Tensor:
    return x.flatten(0, 1)

  # qkv (F, L, 3*C), rows q, k, v in that order -> (F, L, C)
  def self_attention(self: __torch__.Ops, qkv: Tensor, heads: int) -> Tensor:
    frames = qkv.size(0)
    tokens = qkv.size(1)
    split = qkv.view([frames, tokens, 3, heads, -1]).permute([2, 0, 3, 1, 4])
    y = torch.scaled_dot_product_attention(split.select(0, 0), split.select(0, 1), split.select(0, 2))
    return y.transpose(1, 2).reshape([frames, tokens, -1])

  # x += y, x += scale * y (scale per channel).
  def add_(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
    return x.add_(y)

  def add_scaled_(self: __torch__.Ops, x: Tensor, y: Tensor, scale: Tensor) -> Tensor:
    return x.add_(y * scale)

  # Token merging of each frame by itself, to `keep` tokens. x (F, L, C) float32 -> (F, keep, C), patches that each holds (F, keep).
  # order: 0 as merging leaves them, 1 fewest patches first, 2 most patches first.
  def merge_tokens(self: __torch__.Ops, x: Tensor, keep: int, order: int) -> Tuple[Tensor, Tensor]:
    tokens = x
    sizes = torch.new_ones(x, [x.size(0), x.size(1), 1])
    while tokens.size(1) > keep:
      merged = min(tokens.size(1) - keep, tokens.size(1) // 2)
      tokens, sizes = self.merge_step(tokens, sizes, merged)
    if order != 0:
      by_size = torch.argsort(sizes, stable=True, dim=1, descending=(order == 2))
      tokens = torch.gather(tokens, 1, by_size.expand_as(tokens))
      sizes = torch.gather(sizes, 1, by_size)
    return (tokens, sizes.squeeze(-1))

  # Even tokens are A, odd ones B; the `merged` A's that are most like some B join it. New order: the other A's by falling likeness, all B's.
  def merge_step(self: __torch__.Ops, tokens: Tensor, sizes: Tensor, merged: int) -> Tuple[Tensor, Tensor]:
    frames = tokens.size(0)
    count = tokens.size(1)
    channels = tokens.size(2)
    metric = tokens.reshape([frames, count, 16, channels // 16]).mean([2])
    metric = metric / metric.norm(2, [-1], True).clamp_min(1e-12)
    likeness = torch.matmul(torch.slice(metric, 1, 0, count, 2), torch.slice(metric, 1, 1, count, 2).transpose(1, 2))
    best, partner = torch.max(likeness, -1, False)
    order = torch.argsort(best, stable=True, dim=1, descending=True)
    joining = order.narrow(1, 0, merged)
    staying = order.narrow(1, merged, order.size(1) - merged).unsqueeze(-1)
    target = torch.gather(partner, 1, joining).unsqueeze(-1)
    joining = joining.unsqueeze(-1)
    weighted = tokens * sizes
    a = torch.slice(weighted, 1, 0, count, 2)
    a_sizes = torch.slice(sizes, 1, 0, count, 2)
    b = torch.slice(weighted, 1, 1, count, 2).scatter_add(1, target.expand([-1, -1, channels]), torch.gather(a, 1, joining.expand([-1, -1, channels])))
    b_sizes = torch.slice(sizes, 1, 1, count, 2).scatter_add(1, target, torch.gather(a_sizes, 1, joining))
    new_sizes = torch.cat([torch.gather(a_sizes, 1, staying), b_sizes], 1)
    new_tokens = torch.cat([torch.gather(a, 1, staying.expand([-1, -1, channels])), b], 1)
    return (new_tokens / new_sizes, new_sizes)
