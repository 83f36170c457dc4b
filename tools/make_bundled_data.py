#!/usr/bin/env python3
"""Makes the bundled data sets from their sources.

usage: make_bundled_data.py SOURCES OUT

SOURCES holds sms_spam.tsv (label, tab, message) and optdigits.arff; OUT receives sms.tsv.gz (sms_spam.tsv as it is),
sms100.csv.gz and optdigits.csv.gz.
Standard library only; the same input gives the same bytes.

sms100: of each message the counts of 100 words. A word is a run of [a-z0-9'] with at least one letter in the
lower-cased text. The words are the 100 with the most mutual information between "occurs in the message" and the label,
found on the training part alone (test rows: i % 5 == 4); ties in alphabetical order. Mutual information was chosen by
the accuracy of a small network in four-fold cross-validation inside the training part: 0.9839, chi-squared on presence
0.9830 (with words of digits too, chi-squared on counts 0.9827, Welch's t of counts 0.9780, an L1-penalised logistic
regression 0.9747).
"""
import csv
import gzip
import io
import math
import re
import sys
from collections import Counter
from pathlib import Path


def write_gzip(path, text):
    with open(path, "wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=9, mtime=0) as packed:
        packed.write(text.encode("utf-8"))


def mutual_information(spam_with, ham_with, spam, ham):
    """In nats, between the presence of a word and the label."""
    total = spam + ham
    cells = [(spam_with, spam, spam_with + ham_with), (ham_with, ham, spam_with + ham_with),
             (spam - spam_with, spam, total - spam_with - ham_with), (ham - ham_with, ham, total - spam_with - ham_with)]
    return sum(n / total * math.log(n * total / (label * word)) for n, label, word in cells if n > 0)


def words_of(text):
    return [word for word in re.findall(r"[a-z0-9']+", text.lower()) if re.search("[a-z]", word)]


def make_sms(source, out):
    collection = source.read_text(encoding="utf-8")
    write_gzip(out / "sms.tsv.gz", collection)
    rows = [line.split("\t", 1) for line in collection.splitlines() if line]
    labels = [label for label, _ in rows]
    messages = [Counter(words_of(text)) for _, text in rows]
    train = [i for i in range(len(rows)) if i % 5 != 4]
    with_word = {"spam": Counter(), "ham": Counter()}
    for i in train:
        with_word[labels[i]].update(messages[i].keys())
    spam = sum(labels[i] == "spam" for i in train)
    ham = len(train) - spam
    score = {word: round(mutual_information(with_word["spam"][word], with_word["ham"][word], spam, ham), 12)
             for word in with_word["spam"].keys() | with_word["ham"].keys()}
    words = sorted(sorted(score, key=lambda word: (-score[word], word))[:100])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(words + ["label"])
    for label, message in zip(labels, messages):
        writer.writerow([message[word] for word in words] + [label])
    write_gzip(out / "sms100.csv.gz", text.getvalue())


def make_optdigits(source, out):
    lines = source.read_text(encoding="utf-8").splitlines()
    names = [line.split()[1] for line in lines if line.lower().startswith("@attribute")]
    start = next(i for i, line in enumerate(lines) if line.strip().lower() == "@data")
    rows = [line.strip() for line in lines[start + 1:] if line.strip() and not line.startswith("%")]
    write_gzip(out / "optdigits.csv.gz", "\n".join([",".join(names), *rows]) + "\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sources, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    make_sms(sources / "sms_spam.tsv", out)
    make_optdigits(sources / "optdigits.arff", out)


if __name__ == "__main__":
    main()
