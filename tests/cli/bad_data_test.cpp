// Data that cannot be meant: the program says where and why, ends with status 2 and leaves nothing behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>

#include "tests/cli/small_task.hpp"
#include "tests/cli/subprocess.hpp"

namespace vernier::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string wide(const std::string& text, std::string bytes) {
  for (const char c : text) bytes += {c, '\0'};
  return bytes;
}

std::string npy(const std::string& type, const std::string& data) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,), }";
  header.resize(118, ' ');
  return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + data;
}

/// The table with one more line at its end.
std::string ending_in(const std::string& line) { return small_table() + line; }

std::string with_target(const std::string& value) {
  std::string csv = "x,t\n";
  for (int i = 0; i < 30; ++i) csv += fmt::format("{},{}\n", i, value);
  return csv;
}

struct BadFile {
  std::string name;
  std::string bytes;
  std::vector<std::string> message;  // parts of what stderr must say
};

// The first line of small_table() is 1, so that a line added to its 60 rows is 62, and row 61.
std::vector<BadFile> bad_files() {
  const std::string csv = small_table();
  const std::string gz = gzipped(csv);
  std::string flipped = gz;
  flipped[gz.size() / 2] = static_cast<char>(~flipped[gz.size() / 2]);
  const std::string arff = "@relation r\n@attribute x numeric\n@attribute t {a,b}\n@data\n1,a\n";
  return {
      {"few.csv", ending_in("1,2\n"), {"line 62 has 2 fields", "3 as in line 1", "Add or remove"}},
      {"many.csv", ending_in("1,2,a,4\n"), {"line 62 has 4 fields"}},
      {"empty.csv", "", {"is empty", "rows of data"}},
      {"blank.csv", "\n\n  \n", {"is empty"}},
      {"one.csv", "x,y,t\n1,2,a\n", {"one row", "at least two", "Add rows"}},
      {"header.csv", "x,y,t\n", {"no column 't'", "does not look like a header", "header: true"}},
      {"texts.csv", "x,t\nyes,a\nno,b\n", {"no column 't'", "one of c1, c2", "header: true"}},
      {"junk.bin", std::string("\x81\x02\x93\xff\x00\xa7", 6), {"is not text: line 1 holds the byte 0x02"}},
      {"latin1.csv", ending_in("1,2,caf\xe9\n"), {"wrong encoding", "line 62", "0xE9", "iconv -f latin1"}},
      {"utf16.csv", wide(csv, "\xff\xfe"), {"wrong encoding", "iconv -f UTF-16 "}},
      {"utf16le.csv", wide(csv, ""), {"wrong encoding", "iconv -f UTF-16LE"}},
      {"constant.csv", with_target("a"), {"target 't' is constant", "'a'", "Choose another"}},
      {"missing.csv", with_target("NA"), {"every value of target 't' is missing"}},
      {"inf.csv", ending_in("inf,2,a\n"), {"column 'x' is infinite in row 61", "Correct"}},
      {"1e999.csv", "x,y,t\n1e999,2,a\n" + csv.substr(6), {"column 'x' is infinite in row 1"}},
      {"inf_target.csv", "x,t\n1,2.5\n2,inf\n3,1.5\n", {"target 't' is infinite in row 2"}},
      {"twice.csv", ending_in("x,y,t\n"), {"line 62 repeats the header", "Remove that line"}},
      {"same.csv", "x,x,t\n1,2,a\n2,3,b\n", {"two columns named 'x'"}},
      {"quote.csv", ending_in("\"1,2,a\n"), {"line 62: a quote opens here and is never closed", "quote: \"\""}},
      {"zero.csv.gz", "", {"is empty"}},
      {"cut.csv.gz", gz.substr(0, gz.size() / 2), {"damaged or incomplete gzip"}},
      {"tail.csv.gz", gz.substr(0, gz.size() - 4), {"damaged or incomplete gzip"}},
      {"flipped.csv.gz", flipped, {"damaged or incomplete gzip"}},
      {"absurd.idx",
       std::string("\0\0\x08\x03\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x1c"
                   "abc",
                   19),
       {"3 bytes behind its header"}},
      {"pickle.npy", npy("|O", "(lp0\nI1\n"), {"elements of type '|O'", "f2, f4, f8"}},
      {"short.npy", npy("<f8", "12345678"), {"8 bytes behind the header", "16"}},
      {"cut.npz", std::string("PK\x03\x04", 4) + std::string(50, 'x'), {"damaged or incomplete ZIP"}},
      {"order.svm", "1 3:1 2:5\n0 1:1 2:2\n1 1:2\n", {"line 1: '2:5'", "ascending", "Correct"}},
      {"below.svm", "1 1:1 2:5\n0 -1:1 2:2\n1 1:2\n", {"line 2: '-1:1'", "from 0 or 1"}},
      {"far.svm", "1 999999999:1\n0 1:1\n", {"line 1 holds the index 999999999", "200,000"}},
      {"cut.jsonl", "{\"x\":1,\"t\":\"a\"}\n{\"x\":\n", {"line 2", "not JSON", "Correct"}},
      {"deep.json", R"([{"x":1,"t":"a"},{"x":[1],"t":"b"}])", {"element 2", "'x' holds an array"}},
      {"word.arff", arff + "foo,b\n", {"line 6", "'foo' of the numeric attribute 'x'", "Correct"}},
      {"level.arff", arff + "2,c\n", {"line 6", "'c' is not among the values of 't'", "a, b"}},
      {"wide.arff", arff + "2,b,c\n", {"line 6: 3 values", "2, one for each"}},
      {"cut.arff", "@relation r\n@attribute x numeric\n", {"ends without @data"}},
  };
}

class BadDataFile : public testing::Test {
 protected:
  ScratchFolder folder_;
};

TEST_F(BadDataFile, IsRefusedWithPlaceAndRemedyAndNothingIsWritten) {
  for (const BadFile& bad : bad_files()) {
    folder_.write(bad.name, bad.bytes);
    const ProcessResult result = vernier({"tune", bad.name, "--target", "t", "--out", "result"}, folder_.path());
    EXPECT_EQ(result.status, 2) << bad.name << ": " << result.err;
    EXPECT_THAT(result.out, IsEmpty()) << bad.name;
    EXPECT_THAT(result.err, StartsWith("vernier: " + bad.name)) << bad.name;
    for (const std::string& part : bad.message) EXPECT_THAT(result.err, HasSubstr(part)) << bad.name;
    std::filesystem::remove(folder_.path() / bad.name);
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path())) << bad.name;
  }
}

struct BadCall {
  std::vector<std::string> arguments;
  std::vector<std::string> message;
};

TEST_F(BadDataFile, BadOptionsOfGoodDataAreExplained) {
  folder_.write("small.csv", small_table());
  std::filesystem::create_directory(folder_.path() / "folder");
  const std::vector<BadCall> calls{
      {{"gone.csv", "--target", "t"}, {"gone.csv does not exist", "Check the path"}},
      {{"folder", "--target", "t"}, {"folder is a directory", "Name a file in it"}},
      {{"small.csv"}, {"no target is named", "x, y, t", "--target COLUMN"}},
      {{"small.csv", "--target", "tt"}, {"no column 'tt'", "Did you mean 't'?"}},
      {{"small.csv", "--target", "4"}, {"no column number 4", "1 to 3"}},
      {{"small.csv", "--target", "t", "--columns", "x:numerik"}, {"numerik", "Did you mean 'numeric'?"}},
      {{"small.csv", "--target", "t", "--columns", "z:numeric"}, {"no column 'z'"}},
      {{"small.csv", "--target", "t", "--names", "a,b"}, {"3 columns, but 2 names"}},
      {{"small.csv", "--target", "t", "--task", "regresion"}, {"regresion", "Did you mean 'regression'?"}},
      {{"small.csv", "--target", "t", "--test", "last: 60"}, {"60 of 60 rows", "smaller"}},
      {{"small.csv", "--target", "t", "--test", "j % 2 == 0"}, {"'j'", "i (the row, from 0)"}},
      {{"small.csv", "--target", "t", "--trials", "0"}, {"--trials is '0'", "at least 1"}},
      {{"small.csv", "--target", "t", "--seed", "-1"}, {"--seed is '-1'", "at least 0"}},
      {{"small.csv", "--target", "t", "--jobs", "many"}, {"--jobs is 'many'", "at least 1 and at most 1024"}},
      {{"small.csv", "--target", "t", "--sampler", "qcm"}, {"unknown sampler 'qcm'", "Did you mean 'qmc'?"}},
      {{"small.csv", "--target", "t", "--sampler", "orthogonal", "--pruner", "median"}, {"median", "pruner none"}},
      {{"small.csv", "--target", "t", "--sampler", "grid"}, {"no finite number of values", "grid:points=5"}},
      {{"small.csv", "--target", "t", "--storage", "study.db"}, {"'study.db' is no storage", "sqlite:///study.db"}},
      {{"small.csv", "--target", "t", "--out", "small.csv/result"}, {"small.csv/result cannot be written"}},
      {{"small.csv", "--target", "t", "--storage", "sqlite:///no/x.db"}, {"no folder no", "Make the folder"}},
  };
  for (BadCall call : calls) {
    call.arguments.insert(call.arguments.begin(), "tune");
    const ProcessResult result = vernier(call.arguments, folder_.path());
    const std::string what = testing::PrintToString(call.arguments);
    EXPECT_EQ(result.status, 2) << what << result.err;
    for (const std::string& part : call.message) EXPECT_THAT(result.err, HasSubstr(part)) << what;
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db")) << what;
  }
}

struct OddFile {
  std::string name;
  std::string bytes;
  std::string warning;  // part of what stderr must say; empty: nothing is odd
};

TEST_F(BadDataFile, WhatIsOnlyOddIsReadWithAWarning) {
  std::string sorted = "x,t\n", crlf, wide_table;
  for (int i = 0; i < 60; ++i) sorted += fmt::format("{},{}\n", (37 * i) % 101, i < 30 ? 'a' : 'b');
  for (const char c : small_table()) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  for (int i = 0; i < 40; ++i) wide_table += fmt::format("f{},", i);
  wide_table += "t\n";
  for (int row = 0; row < 20; ++row) {
    for (int i = 0; i < 40; ++i) wide_table += fmt::format("{},", (row * (i + 3)) % 17);
    wide_table += row % 2 == 0 ? "a\n" : "b\n";
  }
  const std::vector<OddFile> files{
      {"wide.csv", wide_table, "more input columns (40) than training rows"},
      {"single.csv", ending_in("0.5,3,c\n"), "class 'c' has one training row"},
      {"sorted.csv", sorted, "sorted by 't'"},
      {"bom.csv", "\xef\xbb\xbf" + small_table(), ""},
      {"crlf.csv", crlf, ""},
      {"members.csv.gz", gzipped(small_table()) + gzipped("0.5,3,a\n0.1,2,b\n"), ""},
      {"words.csv", ending_in("nan,3,a\nNA,?,b\nN/A,,a\n"), ""},
      {"inner_quote.csv", ending_in("1,2,a\"b\"\n1,2,a\"b\"\n"), ""},
  };
  for (const OddFile& odd : files) {
    folder_.write(odd.name, odd.bytes);
    const ProcessResult result = vernier(
        {"tune", odd.name, "--target", "t", "--trials", "1", "--storage", "memory://", "--quiet"}, folder_.path());
    EXPECT_EQ(result.status, 0) << odd.name << ": " << result.err;
    EXPECT_THAT(result.err, HasSubstr(odd.warning)) << odd.name;
  }
}

}  // namespace
}  // namespace vernier::cli
