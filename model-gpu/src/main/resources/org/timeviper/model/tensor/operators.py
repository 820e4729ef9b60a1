
  # ---- The operator library's ways (src/main/cuda), behind kernels.py where the library is loaded. Each stands for the kernel of the same
  # name without the ending, and leaves to it the sizes that the library does not know.

  def causal_convolution_by_operator(self: __torch__.Ops, projected: Tensor, start: int, past: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
    if w.size(2) < 2 or w.size(2) > 4:
      return self.causal_convolution(projected, start, past, w, b)
    y, last = ops.timeviper.causal_convolution(projected.unsqueeze(0), start, past.unsqueeze(0), w, b)
    return (y.squeeze(0), last.squeeze(0))

  def convolution_steps_by_operator(self: __torch__.Ops, projected: Tensor, start: int, past: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
    if w.size(2) < 2 or w.size(2) > 4:
      return self.convolution_steps(projected, start, past, w, b)
    y, last = ops.timeviper.causal_convolution(projected.unsqueeze(1), start, past, w, b)
    return (y.squeeze(1), last)

  # Whether the scan reads its numbers by fours: state (.., H, P, N).
  def scan_knows(self: __torch__.Ops, state: Tensor) -> bool:
    numbers = state.size(-1)
    return numbers <= 256 and numbers % 4 == 0 and state.size(-3) * state.size(-2) % 4 == 0

  # The library goes from token to token, the kernel by products of whole chunks: on an H200, at the published sizes, 0.04 and 0.14 ms for one
  # token, 1.41 and 1.26 for 1,111, 2.57 and 1.98 for 2,048.
  def selective_scan_by_operator(self: __torch__.Ops, xbc: Tensor, dt: Tensor, a_log: Tensor, d: Tensor, state: Tensor, groups: int, chunk: int) -> Tuple[Tensor, Tensor]:
    if not self.scan_knows(state) or (xbc.is_cuda and xbc.size(0) > 448):
      return self.selective_scan(xbc, dt, a_log, d, state, groups, chunk)
    last = torch.clone(state)
    y = ops.timeviper.selective_scan_(last.unsqueeze(0), xbc.unsqueeze(0), dt.unsqueeze(0), a_log, d, groups)
    return (y.squeeze(0), last)

  def recurrent_steps__by_operator(self: __torch__.Ops, states: Tensor, xbc: Tensor, dt: Tensor, a_log: Tensor, d: Tensor, groups: int) -> Tensor:
    if not self.scan_knows(states):
      return self.recurrent_steps_(states, xbc, dt, a_log, d, groups)
    return ops.timeviper.selective_scan_(states, xbc.unsqueeze(1), dt.unsqueeze(1), a_log, d, groups).squeeze(1)

  # What the kernels leave of heads of width 1 need not lie channel by channel.
  def gated_group_norm_by_operator(self: __torch__.Ops, y: Tensor, projected: Tensor, w: Tensor, groups: int, eps: float) -> Tensor:
    return ops.timeviper.gated_group_norm(torch.contiguous(y).unsqueeze(0), projected.unsqueeze(0), w, groups, eps).squeeze(0)
