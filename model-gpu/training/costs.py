"""What the model must at least compute and read: floating-point operations (a multiply-add is two) and bytes, from its config alone."""

from model import kept_counts, parse_schedule, with_defaults


class DecoderCosts:
    def __init__(self, config: dict):
        self.c = with_defaults(config)["llm"]
        self.drops = parse_schedule(config["token_drop"]["schedule"])
        self.hidden = self.c["hidden_size"]
        self.queries = self.c["num_attention_heads"] * self.c["head_dim"]
        self.keys = self.c["num_key_value_heads"] * self.c["head_dim"]
        self.inner = self.c["mamba_num_heads"] * self.c["mamba_head_dim"]
        self.shared = self.c["mamba_n_groups"] * self.c["ssm_state_size"]

    def _token(self, kind: str) -> int:
        """Operations of a layer on a token, without attention's look back. The scan is counted in its chunked form, whole squares of a chunk."""
        if kind == "-":
            return 4 * self.hidden * self.c["intermediate_size"]
        if kind == "*":
            return 4 * self.hidden * (self.queries + self.keys)
        channels = self.inner + 2 * self.shared
        projections = 2 * self.hidden * (2 * self.inner + channels + self.c["mamba_num_heads"])
        scan = 2 * self.c["chunk_size"] * (self.shared + self.inner) + 4 * self.inner * self.c["ssm_state_size"]
        return projections + scan + 2 * self.c["conv_kernel"] * channels

    def prefill(self, before: int, vision: int, after: int, dropping: bool) -> int:
        drops = dict(zip((drop.layer for drop in self.drops), zip(self.drops, kept_counts(self.drops, vision)))) if dropping else {}
        total, visual = 2 * self.hidden * self.c["vocab_size"], vision
        for index, kind in enumerate(self.c["hybrid_override_pattern"]):
            if index in drops:
                drop, kept = drops[index]
                total += self._drop(drop.kind, before + visual, visual - kept, after)
                visual = kept
            length = before + visual + after
            total += length * self._token(kind)
            if kind == "*":
                total += 2 * self.queries * length * (length + 1)
        return total

    def _drop(self, kind: str, length: int, gone: int, after: int) -> int:
        guided = 2 * self.keys * self.hidden * (length + after) if kind == "attn" else 0
        return guided + 4 * self.hidden * self.keys * gone + after * (4 * self.hidden * self.queries + 4 * self.queries * gone)

    def step_bytes(self, weights: int, rows: int, lengths: list, size: int) -> int:
        """Bytes of a decode step of many rows: the weights once, a row's keys and values, and its recurrent states, which are read and written."""
        recurrent = self.c["hybrid_override_pattern"].count("M") * self.inner * self.c["ssm_state_size"] * 4
        return weights + rows * (2 * recurrent + sum(lengths) * 2 * self.keys * size)


def vision_operations(config: dict) -> int:
    """Operations on a frame, from pixels to what merging is given."""
    v = config["vision"]
    patches, dim = (v["image_size"] // v["patch_size"]) ** 2, v["embed_dim"]
    block = patches * (8 * dim * dim + 4 * dim * v["mlp_hidden"]) + 4 * patches * patches * dim
    return patches * 6 * v["patch_size"] ** 2 * dim + (v["depth"] - 1) * block
