
  # ---- Products of float32 matrices by oneDNN, behind kernels.py, where the engine was built with it. Each stands for the kernel of the same name
  # without the ending. (In bfloat16 torch.linear is oneDNN's already.)

  # As many rows as it takes for oneDNN to be no slower than MKL, whatever the widths: it takes some microseconds to begin, and lays the weights out
  # anew, which is slow where their rows lie whole 2 KiB apart and share a few lines of the cache.
  def has_rows_enough(self: __torch__.Ops, x: Tensor, w: Tensor) -> bool:
    width = w.size(1)
    least = 128 if width % 512 == 0 else 32
    return w.dtype == 6 and x.numel() >= least * width

  def linear_by_onednn(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
    if not self.has_rows_enough(x, w):
      return self.linear(x, w)
    return ops.mkldnn._linear_pointwise(x.type_as(w), w, None, "none", annotate(List[Optional[number]], []), "")

  def linear_bias_by_onednn(self: __torch__.Ops, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    if not self.has_rows_enough(x, w):
      return self.linear_bias(x, w, b)
    return ops.mkldnn._linear_pointwise(x.type_as(w), w, b, "none", annotate(List[Optional[number]], []), "")
