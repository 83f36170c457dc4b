#include "vernier/workers/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;

// What a shell makes of a line: its words, one a line.
std::vector<std::string> words_of_shell(const std::string& line) {
  std::vector<std::string> words;
  std::FILE* const pipe = popen(("for w in " + line + "; do printf '%s\\n' \"$w\"; done").c_str(), "r");
  std::array<char, 1024> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
    words.emplace_back(buffer.data());
    words.back().pop_back();
  }
  pclose(pipe);
  return words;
}

TEST(Command, WordsAreThoseOfAShell) {
  for (const char* line : {"python train.py --lr 0.1", "a  'b c'  \"d e\"", R"(a\ b "c\"d" 'e\f' "g\h")",
                           "a'b'\"c\"d ''", "--text='it'\\''s'"}) {
    EXPECT_EQ(words_of_command(line), words_of_shell(line)) << line;
  }
  EXPECT_THAT(words_of_command("a \t b\nc"), ElementsAre("a", "b", "c"));
  EXPECT_THROW((void)words_of_command("echo 'open"), InvalidArgument);
}

TEST(Command, AShellReadsALineBack) {
  const std::vector<std::string> words{"plain", "two words", "it's", "$HOME", "", "a\\b", "*"};
  EXPECT_EQ(words_of_shell(shell_line(words)), words);
}

}  // namespace
}  // namespace vernier
