"""Makes the golden checkpoints and adapters: small random ones, written by transformers and peft,
with the logits that these libraries compute from them.

    python make_checkpoints.py ../resources/io/github/em4j/onnx/golden

Made with torch 2.14.1, transformers 5.18.0 and peft 0.21.0 on a CPU. Each folder gets the files of
save_pretrained and a golden.json: rows of token ids, the logits after the last token of each row,
and the log-probabilities of some next tokens. The rows are of different lengths and computed as one
padded batch, in double precision (norms and rotation angles stay in single precision there).
"""

import json
import shutil
import sys
from pathlib import Path

import torch
import transformers
from peft import LoraConfig, PeftModel, get_peft_model

VOCABULARY = 300
LENGTHS = [7, 23, 1, 12, 60]
NEXT_TOKENS = [5, 42, 299]

SMALL = dict(
    vocab_size=VOCABULARY,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=2,
    num_attention_heads=2,
    num_key_value_heads=1,
    max_position_embeddings=128,
    bos_token_id=256,
    eos_token_id=[257, 258],
    pad_token_id=None,
)
LLAMA3_ROPE = dict(
    rope_type="llama3",
    rope_theta=10000.0,
    factor=8.0,
    low_freq_factor=1.0,
    high_freq_factor=4.0,
    original_max_position_embeddings=16,
)
CHECKPOINTS = {
    "llama": ("Llama", torch.float32, dict(rms_norm_eps=1e-5, tie_word_embeddings=False), {}),
    "llama3-rope": (
        "Llama",
        torch.bfloat16,
        dict(rope_parameters=LLAMA3_ROPE, tie_word_embeddings=True, head_dim=32),
        {},
    ),
    "mistral-sharded": (
        "Mistral",
        torch.float16,
        dict(sliding_window=None, tie_word_embeddings=False, head_dim=16),
        dict(max_shard_size="40KB"),
    ),
    "qwen2": ("Qwen2", torch.bfloat16, dict(tie_word_embeddings=True), {}),
    "qwen3": (
        "Qwen3",
        torch.bfloat16,
        dict(
            tie_word_embeddings=True,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=16,
            rope_parameters=dict(rope_type="default", rope_theta=1000000.0),
        ),
        {},
    ),
}
ADAPTERS = {
    "llama-plain-lora": (
        "llama",
        dict(r=4, lora_alpha=12, target_modules=["q_proj", "v_proj"], lora_dropout=0.1),
    ),
    "qwen2-patterned-lora": (
        "qwen2",
        dict(
            r=4,
            lora_alpha=8,
            use_rslora=True,
            target_modules="all-linear",
            rank_pattern={"down_proj": 2, "layers.1.self_attn.q_proj": 3},
            alpha_pattern={"k_proj": 5, "layers.0.mlp.up_proj": 16},
        ),
    ),
    "mistral-regex-lora": (
        "mistral-sharded",
        dict(
            r=3,
            lora_alpha=7,
            target_modules=r".*\.(o_proj|gate_proj)",
        ),
    ),
    "qwen3-one-layer-lora": (
        "qwen3",
        dict(r=2, lora_alpha=6, target_modules=["q_proj", "up_proj"], layers_to_transform=[1]),
    ),
}


def randomize(model, generator):
    """Numbers for which no layer is without effect; transformers' own start is too tame."""
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
        if name.endswith("norm.weight"):
            value = 1 + 0.2 * noise
        elif name.endswith(".bias"):
            value = 0.3 * noise
        else:
            value = noise / parameter.shape[-1] ** 0.5
        parameter.data.copy_(value.to(parameter.dtype))


def rows(seed):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(0, 256, (n,), generator=generator).tolist() for n in LENGTHS]


@torch.no_grad()
def golden(model, token_rows):
    longest = max(map(len, token_rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in token_rows])
    mask = torch.tensor([[1] * len(r) + [0] * (longest - len(r)) for r in token_rows])
    logits = model(input_ids=ids, attention_mask=mask).logits
    last = logits[torch.arange(len(token_rows)), mask.sum(1) - 1].double()
    logs = torch.log_softmax(last, -1)
    return {
        "rows": token_rows,
        "logits": [[float(f"{x:.8g}") for x in row] for row in last.tolist()],
        "nextTokens": NEXT_TOKENS,
        "logProbabilities": logs[:, NEXT_TOKENS].tolist(),
    }


def write_golden(folder, content):
    with open(folder / "golden.json", "w") as file:
        fields = []
        for name, value in content.items():
            nested = isinstance(value, list) and isinstance(value[0], list)
            text = json.dumps(value, separators=(",", ":"))
            fields.append(f'"{name}": ' + (text.replace("],[", "],\n  [") if nested else text))
        file.write("{" + ",\n ".join(fields) + "}\n")


def load(folder):
    return transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64).eval()


def write_config_as_version_4(file):
    """Most published checkpoints have this older form."""
    config = json.loads(file.read_text())
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    config["rope_scaling"] = rope
    config["torch_dtype"] = config.pop("dtype")
    config["transformers_version"] = "4.45.0"
    file.write_text(json.dumps(config, indent=2) + "\n")


def make_checkpoint(target, name, seed):
    family, dtype, options, saving = CHECKPOINTS[name]
    config = getattr(transformers, family + "Config")(**{**SMALL, **options})
    model = getattr(transformers, family + "ForCausalLM")(config).to(dtype)
    randomize(model, torch.Generator().manual_seed(seed))
    model.save_pretrained(target / name, **saving)
    if name == "llama3-rope":
        write_config_as_version_4(target / name / "config.json")
    write_golden(target / name, golden(load(target / name), rows(seed)))


def make_adapter(target, name, seed):
    base, options = ADAPTERS[name]
    model = get_peft_model(load(target / base), LoraConfig(task_type="CAUSAL_LM", **options))
    generator = torch.Generator().manual_seed(seed)
    for parameter_name, parameter in model.named_parameters():
        if "lora_" in parameter_name:
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter.data.copy_(noise / parameter.shape[-1] ** 0.5)
    model.peft_config["default"].base_model_name_or_path = base
    model.float().save_pretrained(target / name, save_embedding_layers=False)
    (target / name / "README.md").unlink()
    adapted = PeftModel.from_pretrained(load(target / base), target / name).double().eval()
    write_golden(target / name, {"base": base, **golden(adapted, rows(seed))})


def main():
    target = Path(sys.argv[1])
    for seed, name in enumerate(CHECKPOINTS):
        shutil.rmtree(target / name, ignore_errors=True)
        make_checkpoint(target, name, seed)
    for seed, name in enumerate(ADAPTERS, start=100):
        shutil.rmtree(target / name, ignore_errors=True)
        make_adapter(target, name, seed)


if __name__ == "__main__":
    main()
