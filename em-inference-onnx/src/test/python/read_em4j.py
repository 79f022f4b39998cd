"""Lets transformers and peft read what em4j wrote, and says whether they compute the same logits.

    mvn -pl em-inference-onnx test -Dtest=ReadByTheReferenceTest -Dem4j.python=PYTHON

runs it on a folder with base/ (a checkpoint), adapter/ (a LoRA adapter) and ours.json: rows of
token ids, and em4j's logits after the last token of each without and with the adapter.
"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def distance(model, rows, ours):
    """The largest difference of a logit, as a share of the largest logit of its row."""
    worst = 0.0
    for row, logits in zip(rows, torch.tensor(ours, dtype=torch.float64)):
        theirs = model(input_ids=torch.tensor([row])).logits[0, -1]
        worst = max(worst, ((theirs - logits).abs().max() / theirs.abs().max()).item())
    return worst


def main():
    folder = Path(sys.argv[1])
    ours = json.loads((folder / "ours.json").read_text())
    base, info = AutoModelForCausalLM.from_pretrained(
        folder / "base", dtype=torch.float64, output_loading_info=True
    )
    assert not any(info.values()), f"transformers complains about the tensors: {info}"
    tokenizer = AutoTokenizer.from_pretrained(folder / "base")
    ids = tokenizer.apply_chat_template(
        [{"role": "user", "content": ours["question"]}], add_generation_prompt=True
    )["input_ids"]
    result = {
        "sameIds": ids == ours["questionIds"],
        "base": distance(base.eval(), ours["rows"], ours["logits"]),
    }
    adapted = PeftModel.from_pretrained(base, folder / "adapter").double().eval()
    result["adapter"] = distance(adapted, ours["rows"], ours["adaptedLogits"])
    print(json.dumps(result))


if __name__ == "__main__":
    main()
