"""Makes the golden tokenizers: tiny ones, trained with the tokenizers library on invented text, with
the pre-tokenizers, normalizers and decoders of the known families; and what they make of difficult
texts.

    python make_tokenizers.py ../resources/io/github/em4j/onnx/golden/tokenizers

Made with tokenizers 0.23.2 and transformers 5.18.0. Each folder gets tokenizer.json,
tokenizer_config.json and golden.json. The chat templates were written for this test; they use the
constructs that the families' own templates use.
"""

import json
import shutil
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
from tokenizers import pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

CORPUS = [
    "Do the two product descriptions refer to the same real-world product? Answer Yes or No.",
    "Entity 1: 'Kuria wireless speaker, 12W, black' Entity 2: 'KURIA portable speaker black 12 W'",
    "The first record says 2007 and 1299.95, the second one 1,299.95 and 2008; they don't differ.",
    "Müßige Bäche fließen größtenteils durch schöne Täler. Ça va très bien, n'est-ce pas?",
    "\tA tab, then  two spaces,   three spaces\nand new lines\n\n  indented\r\n",
    "無線スピーカー 黒 12ワット と 扬声器 黑色 12瓦",
]

TEXTS = {
    "empty": "",
    "space": " ",
    "spaces": "   three before, two  inside, four after    ",
    "tabs and lines": "\ttab\t\ttabs\nline\r\nline\n\n\n  end\n",
    "numbers": "7 42 365 1299 12999 1234567 3.14159 1,299.95 2007-11-03 0x1F 10^6 №5 ½ ٣٤٥ ４２",
    "contractions": "don't DON'T we'll I'M it's y'all 'tis",
    "emoji": "👍 👩‍👩‍👧‍👦 🇩🇪 👋🏽 ❤️ 😀😀😀",
    "combining": "e\u0301 é Å A\u030a ﬁ ô\u0323 o\u0323\u0302 n\u0303o\u0308",
    "hangul": "한국어 \u1112\u1161\u11ab",
    "cjk": "無線スピーカー 扬声器，黑色。「12瓦」",
    "right to left": "سماعة لاسلكية 12 واط רמקול אלחוטי 12W",
    "zero width": "zero\u200bwidth\u200djoin\ufeffmark no\u00a0break\u2009thin soft\u00adhyphen",
    "controls": "bell\u0007 null\u0000 escape\u001b[0m delete\u007f",
    "punctuation": "a,b;c:d!? ... --- *** (x) [y] {z} <tag attr=\"v\"> \\n \\t \"q\" 'p' `r`",
    "metaspace": "▁under▁score ▁ _ __init__",
    "special": "a<s>b</s> <|im_start|>user<|im_end|> <|eot_id|>x<|begin_of_text|> <|endoftext|>",
    "partial special": "<|im_start <|im_end| |> <| s> </ s> <unk >",
    "unicode": "ẞ ŉ ǆ İıi Σσς ﷽ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎 �",
    "long word": "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3,
    "code": "def f(x):\n    return {'a': [1, 2]}  # note\n",
}

CONVERSATIONS = {
    "question": [{"role": "user", "content": " Do 'A' and \"B\" match?\n "}],
    "with system": [
        {"role": "system", "content": "  Answer Yes or No.\n"},
        {"role": "user", "content": "A {{ bos_token }} {% raw %} & <b>?"},
    ],
    "demonstrations": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "A?"},
        {"role": "assistant", "content": "<think>\nhm, tab\there\n</think>\n\n Yes "},
        {"role": "user", "content": "<tool_response>B?</tool_response>"},
        {"role": "assistant", "content": "No"},
        {"role": "user", "content": "C\n\nD? 無線 👍"},
    ],
    "assistant first": [{"role": "assistant", "content": "Hi"}, {"role": "user", "content": "A"}],
    "two questions": [{"role": "user", "content": "A"}, {"role": "user", "content": "B"}],
}

LLAMA2_CHAT = """\
{% if messages[0]['role'] == 'system' %}
{% set loop_messages = messages[1:] %}{% set instruction = messages[0]['content'] %}
{% else %}
{% set loop_messages = messages %}{% set instruction = false %}
{% endif %}
{% for message in loop_messages %}
{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
{{ raise_exception('user and assistant have to take turns, beginning with user') }}
{% endif %}
{% if loop.index0 == 0 and instruction != false %}
{% set content = '<<SYS>>\\n' + instruction + '\\n<</SYS>>\\n\\n' + message['content'] %}
{% else %}
{% set content = message['content'] %}
{% endif %}
{% if message['role'] == 'user' %}
{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}
{% elif message['role'] == 'assistant' %}
{{ ' ' + content.strip() + ' ' + eos_token }}
{% endif %}
{% endfor %}
"""

LLAMA3_CHAT = """\
{{- bos_token }}
{%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
{%- if not tools_in_user_message is defined %}{%- set tools_in_user_message = true %}{%- endif %}
{%- if not date_string is defined %}{%- set date_string = "26 Jul 2024" %}{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if builtin_tools is defined or tools is not none %}{{- "Environment: ipython\\n" }}{%- endif %}
{%- if builtin_tools is defined %}
    {{- "Tools: " + builtin_tools | reject('equalto', 'code_interpreter') | join(", ") + "\\n\\n"}}
{%- endif %}
{{- "Day: " + date_string + "\\n\\n" + system_message + "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}{{- raise_exception("one call at a time") }}{%- endif %}
        {%- set tool_call = message.tool_calls[0].function %}
        {{- tool_call.name + "(" }}
        {%- for arg_name, arg_val in tool_call.arguments | items %}
            {{- arg_name + '="' + arg_val + '"' }}{%- if not loop.last %}{{- ", " }}{%- endif %}
        {%- endfor %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

MISTRAL_CHAT = """\
{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages if not (message.role == "tool" or message.role == "tool_results" or (message.tool_calls is defined and message.tool_calls is not none)) %}
    {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
        {{- raise_exception("user and assistant have to take turns") }}
    {%- endif %}
    {%- set ns.index = ns.index + 1 %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if tools is not none and (message == user_messages[-1]) %}
            {{- "[AVAILABLE_TOOLS] [" }}
        {%- endif %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- else %}
        {{- raise_exception("the role '" + message.role + "' is not known") }}
    {%- endif %}
{%- endfor %}
{%- for message in messages if message.role == 'user' %}
    {{- '' if loop.last else '' }}
{%- else %}
    {{- 'nobody asks' }}
{%- endfor %}
"""

QWEN2_CHAT = """\
{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- for tool in tools %}{{- "\\n" }}{{- tool | tojson }}{%- endfor %}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou help.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "tool" %}
        {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""

QWEN3_CHAT = """\
{%- if tools %}{{- 'tools' }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}
"""

SMOLLM2_CHAT = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nYou answer.<|im_end|>\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)

# Words and their left space, digits in groups of three (Llama 3) or one by one (Qwen).
WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|%s"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def byte_level(vocabulary, pre, normalizer, ignore_merges, specials):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(pre)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - len(specials),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in specials])
    return tokenizer


def split(digits, **byte_options):
    return [
        pre_tokenizers.Split(Regex(WORDS % digits), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False, **byte_options),
    ]


def begins_with(tokenizer, token, before=None):
    template = processors.TemplateProcessing(
        single=f"{token} $A",
        pair=f"{token} $A {token}:1 $B:1",
        special_tokens=[(token, tokenizer.token_to_id(token))],
    )
    tokenizer.post_processor = processors.Sequence([before, template]) if before else template


def sentence_piece(normalizer, pre):
    """Trained on pieces with the word mark, then given the bytes as a fallback."""
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=True)
    trained.train_from_iterator(
        CORPUS[:4],
        trainers.BpeTrainer(vocab_size=160, show_progress=False, initial_alphabet=["▁"]),
    )
    definition = json.loads(trained.to_str())["model"]
    pieces = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    pieces += [p for p in sorted(definition["vocab"], key=definition["vocab"].get)]
    tokenizer = Tokenizer(
        models.BPE(
            vocab={piece: i for i, piece in enumerate(pieces)},
            merges=[tuple(m) for m in definition["merges"]],
            unk_token="<unk>",
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre:
        tokenizer.pre_tokenizer = pre
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    tokenizer.add_special_tokens(
        [AddedToken(s, special=True, normalized=False) for s in ("<unk>", "<s>", "</s>")]
    )
    begins_with(tokenizer, "<s>")
    return tokenizer


def llama3():
    specials = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>"]
    specials += ["<|end_header_id|>", "<|eot_id|>"]
    tokenizer = byte_level(300, split(r"\p{N}{1,3}"), None, True, specials)
    begins_with(tokenizer, specials[0], processors.ByteLevel(trim_offsets=False))
    return tokenizer, LLAMA3_CHAT, dict(bos_token=specials[0], eos_token=specials[-1])


def smollm2():
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    pre = [
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
    ]
    tokenizer = byte_level(300, pre, None, False, specials)
    return tokenizer, SMOLLM2_CHAT, dict(bos_token=specials[1], eos_token=specials[2])


def qwen(template):
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tokenizer = byte_level(300, split(r"\p{N}"), normalizers.NFC(), False, specials)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer, template, dict(eos_token=specials[2], pad_token=specials[0])


def llama2():
    normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer = sentence_piece(normalizer, None)
    return tokenizer, LLAMA2_CHAT, dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>")


def mistral():
    pre = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first", split=False)
    tokenizer = sentence_piece(None, pre)
    return tokenizer, MISTRAL_CHAT, dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>")


FAMILIES = {
    "llama2": llama2,
    "llama3": llama3,
    "mistral": mistral,
    "qwen2": lambda: qwen(QWEN2_CHAT),
    "qwen3": lambda: qwen(QWEN3_CHAT),
    "smollm2": smollm2,
}


def text_golden(tokenizer, text):
    """Ids of the text, read as text: a special token that it spells out stays plain."""
    tokenizer.encode_special_tokens = True
    plain = tokenizer.encode(text, add_special_tokens=False).ids
    tokenizer.encode_special_tokens = False
    return {"text": text, "ids": plain, "decoded": tokenizer.decode(plain)}


def chat_golden(chat, messages):
    try:
        rendered = chat.apply_chat_template(
            messages, add_generation_prompt=True, enable_thinking=False, tokenize=False
        )
    except Exception as e:
        return {"messages": messages, "refused": str(e)}
    ids = chat(rendered, add_special_tokens=False)["input_ids"]
    return {"messages": messages, "rendered": rendered, "ids": ids}


def answer_golden(chat, answer):
    """A question with its answer, as a model is trained on it."""
    question = [{"role": "user", "content": "Do both describe the same thing?"}]
    answered = question + [{"role": "assistant", "content": answer}]
    rendered = chat.apply_chat_template(answered, enable_thinking=False, tokenize=False)
    ids = chat(rendered, add_special_tokens=False)["input_ids"]
    return {"messages": question, "answer": answer, "ids": ids}


def base_golden(tokenizer, text):
    return {"text": text, "ids": tokenizer.encode(text, add_special_tokens=True).ids}


def make(target, name):
    folder = target / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tokenizer, template, special = FAMILIES[name]()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "chat_template": template, **special}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")

    read = Tokenizer.from_file(str(folder / "tokenizer.json"))
    chat = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), **special)
    chat.chat_template = template
    golden = {
        "texts": {key: text_golden(read, text) for key, text in TEXTS.items()},
        "answer": answer_golden(chat, "Yes"),
        "base": base_golden(read, "Do they match?"),
        "conversations": {key: chat_golden(chat, c) for key, c in CONVERSATIONS.items()},
    }
    lines = []
    for section, content in golden.items():
        if section == "base":
            lines.append(f'"base": {json.dumps(content)}')
        else:
            entries = (f" {json.dumps(k)}: {json.dumps(v)}" for k, v in content.items())
            lines.append(f'"{section}": {{\n' + ",\n".join(entries) + "}")
    (folder / "golden.json").write_text("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    for family in FAMILIES:
        make(Path(sys.argv[1]), family)
