"""Ways of dropping vision tokens, to compare on one checkpoint: `none`, `pdrop:SCHEDULE` or `transv:SCHEDULE`, as `bench transv` names them."""

import json
from pathlib import Path

from model import TimeViper


def with_way(config: dict, way: str) -> dict:
    """A model's configuration with another way of dropping."""
    kind, _, schedule = way.partition(":")
    if (kind == "none") == bool(schedule) or kind not in ("none", "pdrop", "transv"):
        raise SystemExit(f"{way} is no way of dropping tokens: say none, pdrop:SCHEDULE or transv:SCHEDULE, as in transv:uni_3_0.25")
    drop = {"schedule": schedule, "merge_module": "CrossAttention" if kind == "transv" else "no_merge"}
    return {**config, "token_drop": drop if schedule else {}}


def written_config(directory, way: str | None = None) -> dict:
    """A checkpoint's configuration as it is written, or with another way of dropping."""
    config = json.loads(Path(directory, "config.json").read_text())
    return with_way(config, way) if way else config


def load(directory, way: str | None = None) -> TimeViper:
    """A checkpoint as it is, or under another way of dropping; what that needs and the checkpoint lacks begins anew."""
    given = TimeViper.load(directory)
    if not way:
        return given
    model = TimeViper(written_config(directory, way)).eval()
    own = model.state_dict()
    model.load_state_dict({**own, **{k: v for k, v in given.state_dict().items() if k in own and v.shape == own[k].shape}})
    return model
