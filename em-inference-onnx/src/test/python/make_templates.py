"""Renders small templates, one for each construct of Jinja that chat templates use, with the
apply_chat_template of transformers.

    python make_templates.py ../resources/io/github/em4j/onnx/golden/templates.json

Made with transformers 5.18.0 and jinja2 3.1.6.
"""

import json
import sys

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

MESSAGES = [
    {"role": "system", "content": " Be brief.\n"},
    {"role": "user", "content": "A? <b>&'\"</b>"},
    {"role": "assistant", "content": "<think>\nhm\n</think>\n\nYes, sure"},
    {"role": "user", "content": "B?"},
]

TEMPLATES = [
    # Loops.
    "{% for m in messages if m.role == 'user' %}{{ loop.index }}/{{ loop.length }}:{{ m.content }}{% if loop.last %}.{% endif %}{% endfor %}",
    "{% for m in messages if m.role == 'tool' %}x{% else %}none{% endfor %}",
    "{% for m in messages if m['role'] in ['user', 'if x'] and not loop_off %}{{ m.content }}{% endfor %}",
    "{% for m in [] %}x{% else %}empty{% endfor %}",
    "{% for m in messages %}{% if loop.first %}{% set seen = 'a' %}{% endif %}[{{ seen }}]{% endfor %}",
    "{% set x = 1 %}{% for m in messages %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}",
    "{% for m in messages %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{% endfor %}",
    "{% for m in messages %}{% if m.role == 'assistant' %}{% break %}{% endif %}{{ m.role }}{% endfor %}",
    "{% for m in messages %}{% if m.role == 'assistant' %}{% continue %}{% endif %}{{ m.role }}{% endfor %}",
    "{% for m in messages %}{% for n in messages %}{{ loop.index }}{% endfor %}{{ loop.index }};{% endfor %}",
    "{% for k, v in messages[0].items() %}{{ k }}={{ v | trim }};{% endfor %}",
    "{% for k, v in messages[0] | items %}{{ k }}={{ v | trim }};{% endfor %}",
    "{% for i in range(3) %}{{ i }}{% endfor %}{% for i in range(1, 6, 2) %}{{ i }}{% endfor %}",
    "{% for m in messages %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for m in messages %}{{ m.role }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% for m in (messages if messages else []) %}{{ m.role }}{% endfor %}",
    "{% for m in messages | selectattr('role', 'equalto', 'user') | list %}{{ m.content }}{% endfor %}",
    "{% for m in messages|rejectattr('role', 'equalto', 'user') %}{{ m.role }}{% endfor %}",
    # Slices and indices.
    "{{ messages[-1].content }}{{ messages[-1]['role'] }}",
    "{{ messages[1:] | length }}{{ messages[:-1] | length }}{{ messages[1:3] | length }}",
    "{% for m in messages[::-1] %}{{ m.role }}{% endfor %}",
    "{% for m in messages[1:][::-1] %}{{ m.role }}{% endfor %}",
    "{{ 'text with [::-1] in it' }}",
    "{{ (messages | last).role }}{{ (messages|first).role }}{{ messages | length }}{{ messages|count }}",
    # Tests and conditions.
    "{{ messages[0].content is string }}{{ messages is iterable }}{{ messages[0] is mapping }}{{ messages is sequence }}{{ 3 is number }}{{ messages is string }}",
    "{{ true is true }}{{ false is false }}{{ x is false }}{{ 1 is odd }}{{ 2 is even }}{{ 4 is divisibleby 2 }}",
    "{{ 'a' in 'cat' }}{{ 'role' in messages[0] }}{{ 'x' not in messages[0] }}{{ 'user' in ['user'] }}",
    "{% if messages[0].tool_calls %}t{% elif messages[0].role == 'system' %}s{% else %}e{% endif %}",
    "{% if not messages[1].name and messages[1].role != 'tool' or false %}y{% endif %}",
    "{{ (1 == 1) != (2 == 2) }}{{ not true == false }}",
    "{{ messages[1] == messages[1] }}{{ messages[1] == messages[3] }}",
    # Expressions.
    "{{ 7 // 2 }} {{ 7 % 3 }} {{ 2 ** 3 }} {{ 7 / 2 }} {{ 2 + 3 * 4 - 1 }} {{ -3 + 5 }} {{ 1.5 * 2 }}",
    "{{ 'tab\\there' }}|{{ 'quote\\'s' }}|{{ \"dq\\\"\" }}|{{ 'back\\\\slash' }}|{{ '\\n' }}",
    "{{ x }}[{{ x | default('d') }}][{{ '' | default('d', true) }}][{{ messages[0].name | default('n') }}]",
    # Methods of texts.
    "{{ 'abc'.startswith('a') }}{{ 'abc'.endswith('a') }}{{ ' a '.strip() }}{{ 'xxaxx'.strip('x') }}{{ 'aXb'.replace('X', 'y') }}",
    # Filters.
    "{{ messages[0].content | trim }}|{{ ' x ' | trim | upper }}|{{ 'ABC' | lower }}|{{ 'ab cd' | title }}|{{ 'ab' | capitalize }}",
    "{{ messages[1].content | e }}|{{ messages[1].content | escape }}",
    "{{ messages | map(attribute='role') | join(', ') }}|{{ ['a', 'b'] | map('upper') | join('') }}",
    "{{ 'a,b' | replace(',', ';') }}{{ 'abc' | reverse }}{{ '3' | int + 1 }}{{ 3 | string + 'x' }}",
    "{{ 'one two' | wordcount }}{{ 'ab' | list }}{{ 'a\\nb' | indent(2) }}",
    # Sets, macros, blocks of text.
    "{% set ns = namespace(a=1, b='x') %}{% for m in messages %}{% set ns.a = ns.a + 1 %}{% endfor %}{{ ns.a }}{{ ns.b }}",
    "{% set ns = namespace(found=false) %}{% for m in messages %}{% if m.role == 'user' and not ns.found %}{% set ns.found = true %}{{ m.content }}{% endif %}{% endfor %}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}",
    "{% set block %}in {{ messages[0].role }}{% endset %}[{{ block }}]",
    "{% macro say(m, end='!') %}{{ m.role }}{{ end }}{% endmacro %}{{ say(messages[0]) }}{{ say(messages[1], end='?') }}",
    "{%- macro line(x) -%}\n  {{- x -}}\n{%- endmacro -%}\n{{ line('a') ~ line('b') }}",
    "{% raw %}{{ raw }}{% endraw %}{# a comment #}text",
    "{% if true %}{% set inner = 'kept' %}{% endif %}{{ inner }}",
    "{% set l = ['a'] %}{{ l + ['b'] }}",
    "{% set m = messages + [{'role': 'x', 'content': 'y'}] %}{{ m[-1].role }}{{ m | length }}",
    # White space.
    "a\n{% if true %}\nb\n{% endif %}\nc\n",
    "a  \n  {%- if true -%}  \n b \n  {%- endif %}  c",
    "  {% if true %}  x{% endif %}\n  {{ 'y' }}\n\n",
    "{{ 'a' }}\n{{ 'b' }}\n{%+ if true %} c{% endif %}\n",
    "a {% if true %} b {% endif %} c {{ 'd' }} {% set y = 1 %} e\n {% set y = 2 %}\n  f",
    "{% if true %}  {% if true %}x{% endif %} \n {% endif %}{# c #}\n  {{- 'y' }} {{ 'z' -}} \n w",
    "{{ '}}' }}{{ '%}' }}{% set q = '%}' %}{{ q }}{{ -1 }}",
    "x  {%- raw -%}  {{ y }} {% z %} {%- endraw %}\n v{% raw %}\n w{% endraw %}",
    "{{ 'it\\'s [::-1]' }}{% generation %}g{% endgeneration %}\n.",
    "line\n    {#- gone -#}\n    next {# gone #}\nlast",
    "a\r\nb{{ 'c' }}\r\n",
    # And some at once.
    "{{ 'aXb'.upper() }}{{ 'aXb'.lower() }}{{ ', '.join(['a', 'b']) }}{{ 'a-b-c'.split('-', 1) | join('+') }}",
    "{{ messages[2].content.split('</think>')[-1].lstrip('\\n') }}",
    "{{ messages[0].content[1:3] }}{{ 'abc'[::-1] }}{{ 'a' ~ 1 }}{{ x or 'else' }}{{ true }}{{ False }}",
    "{{ x is defined }}{{ messages is defined }}{{ none is none }}{{ x is not defined }}{{ bos_token is not none }}",
    "{{ {'a': {'b': 2} }.a.b }}{{ {'a': 1}.get('a') }}{{ {'a': 1}.get('z', 5) }}",
]

# What Jinja renders or refuses, and em4j refuses.
UNSUPPORTED = [
    "{% for m in messages %}{{ loop.previtem is defined }}{% endfor %}",
    "{% for m in messages[::2] %}{{ m.role }}{% endfor %}",
    "{% if messages[0].content == ' Be brief.\\n' %}same{% endif %}{{ 1 < 2 <= 2 }}",
    "{{ 'a' + 'b' * 1 }}|{{ 'ab' * 2 }}",
    "{{ 'un\\u00e9' }}",
    "{{ dict(a=1).a }}{{ {'a': {'b': 2}}.a.b }}{{ {'a': 1}.get('a') }}{{ {'a': 1}.get('z', 5) }}{{ {'a': 1}.get('z') }}",
    "{{ messages[2].content.split('</think>')[-1].lstrip('\\n') }}|{{ 'a-b-c'.split('-', 1) | join('+') }}|{{ 'a b  c'.split() | length }}",
    "{{ 'aXb'.upper() }}{{ 'aXb'.lower() }}{{ 'ab cd'.title() }}{{ 'ab'.capitalize() }}",
    "{{ ', '.join(['a', 'b']) }}{{ 'banana'.count('a') }}{{ 'abc'.find('c') }}{{ 'a.b'.rsplit('.', 1)[0] }}",
    "{{ 'a%sb' % 'x' }}{{ '{}-{}'.format(1, 2) }}",
    "{{ 'abc'.isdigit() }}{{ '12'.isdigit() }}",
    "{{ 'pre-rest'.removeprefix('pre-') }}",
    "{{ messages[1] | tojson }}",
    "{{ {'b': [1, 2.5, none, true], 'a': 'ü<&\\''} | tojson }}",
    "{{ {'a': [1]} | tojson(indent=2) }}",
    "{{ [3, 1, 2] | sort | join }}{{ [1, 2] | sum }}{{ [1, 2] | max }}{{ ['a', 'a'] | unique | list | length }}",
    "{{ ['a', 'b'] | reject('equalto', 'a') | list | length }}{{ [0, 1] | select | list | length }}",
    "{{ {'a': 1, 'b': 2} | dictsort | length }}{{ 'x' | safe }}{{ 'abcdef' | truncate(4, true, '') }}",
    "{% filter upper %}text{% endfilter %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{{ {'a': {'b': 1}}['a']['b'] }}",
    "{{ raise_exception('no: ' + messages[0].role) }}",
    "{{ unknown('a') }}",
    "{{ 'a' | unknown }}",
    "{% unknown %}",
    "{% if messages[0].role == 'system' %}unclosed",
]

# Known to differ, and not compared: what Jinja refuses as undefined is empty here, or a value that is
# undefined counts as none; None, lists and the operands of "and" are printed in another form.
DIFFERENT = [
    "{{ messages[0].content[1:3] }}|{{ 'abc'[-1] }}|{{ 'abc'[::-1] }}",
    "{{ x is defined }}{{ messages is defined }}{{ x is none }}{{ none is none }}{{ x is not defined }}",
    "{{ 'a' if x else 'b' }}{{ 'a' if messages }}{{ x or 'else' }}{{ messages and 'and' }}",
    "{{ 'a' ~ 1 ~ true ~ none }}",
    "{{ [1, 'two', true, none] }}{{ {'a': 1} }}{{ (1, 2) }}",
    "{{ true }}{{ True }}{{ none }}{{ None }}{{ false }}",
    "{{ x.y.z }}",
    "{{ x + 'a' }}",
    "{{ messages[9].role }}",
    "{{ 'a' + 1 }}",
]


def main():
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.BPE()), bos_token="<s>", eos_token="</s>"
    )
    goldens = []
    for template in TEMPLATES:
        rendered = tokenizer.apply_chat_template(
            MESSAGES, chat_template=template, add_generation_prompt=True,
            enable_thinking=False, tokenize=False
        )
        goldens.append(json.dumps({"template": template, "rendered": rendered}))
    with open(sys.argv[1], "w") as file:
        file.write('{"messages": %s,\n"templates": [\n' % json.dumps(MESSAGES))
        file.write(",\n".join(goldens) + '],\n"unsupported": [\n')
        file.write(",\n".join(map(json.dumps, UNSUPPORTED)) + "]}\n")


if __name__ == "__main__":
    main()
