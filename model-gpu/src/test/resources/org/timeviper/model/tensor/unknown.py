
  # Calls what no engine has.
  def linear_by_nobody(self: __torch__.Ops, x: Tensor, w: Tensor) -> Tensor:
    return ops.nowhere.linear(x, w)
