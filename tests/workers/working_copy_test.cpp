#include "vernier/workers/working_copy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using testing::HasSubstr;

const std::string script =
    "model.add(Dense(units=64, activation='relu'))\n"
    "print(f'{units}')\n"
    "optimizer = Adam(learning_rate=0.001)\n"
    "model.fit(x, y, batch_size=32)  # batch_size of the first fit\n";

class WorkingCopies : public testing::Test {
 protected:
  WorkingCopies() { folder_.write("train.py", script); }

  Program program(std::vector<Edit> edits) const {
    return {.command = {"python", "train.py"}, .edits = std::move(edits), .folder = folder_.path()};
  }
  std::string edited(std::vector<Edit> edits, const PlaceholderValues& values) const {
    return WorkingCopy(program(std::move(edits))).edited(values).at("train.py");
  }
  std::string refusal(std::vector<Edit> edits) const {
    try {
      const WorkingCopy copy(program(std::move(edits)));
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  cli::ScratchFolder folder_;
};

Edit find(std::string text, std::string put) { return {"train.py", std::move(text), "", std::move(put)}; }
Edit match(std::string expression, std::string put) { return {"train.py", "", std::move(expression), std::move(put)}; }

TEST_F(WorkingCopies, PutsValuesWhereTheEditsSay) {
  const std::string text = edited({find("units=64", "units={units}"), match(R"(learning_rate=(\d+\.\d+))", "lr={lr}"),
                                   match(R"((batch_size=)\d+)", "$1{batch}")},
                                  {{"units", "128"}, {"lr", "0.01"}, {"batch", "$1"}});
  EXPECT_EQ(text,
            "model.add(Dense(units=128, activation='relu'))\n"
            "print(f'{units}')\n"
            "optimizer = Adam(lr=0.01)\n"
            "model.fit(x, y, batch_size=$1)  # batch_size of the first fit\n");
}

TEST_F(WorkingCopies, WhatWasMatchedIsNoTemplate) {
  EXPECT_THAT(edited({match(R"(print\((.*)\))", "show($1, {lr})")}, {{"lr", "1"}, {"units", "9"}}),
              HasSubstr("show(f'{units}', 1)"));
}

TEST_F(WorkingCopies, AnInactiveParameterLeavesItsPlace) {
  EXPECT_EQ(edited({find("units=64", "units={units}")}, {}), script);
}

TEST_F(WorkingCopies, EachEditFitsExactlyOnePlace) {
  EXPECT_THAT(refusal({find("units=65", "")}), testing::AllOf(HasSubstr("nowhere"), HasSubstr("units=65")));
  EXPECT_THAT(refusal({find("batch_size", "")}), HasSubstr("in 2 places (lines 4, 4)"));
  EXPECT_THAT(refusal({match("a[td]", "")}), HasSubstr("places (lines"));
  EXPECT_THAT(refusal({match("(", "")}), HasSubstr("expression '(' is wrong"));
  EXPECT_THAT(refusal({find("units=64", ""), match("64, act", "")}), HasSubstr("overlap"));
  EXPECT_THAT(refusal({{"other.py", "x", "", ""}}), HasSubstr("does not exist"));
  EXPECT_THAT(refusal({{"../train.py", "x", "", ""}}), HasSubstr("not below"));
}

TEST_F(WorkingCopies, CopiesFilesAndFoldersAndLeavesTheOriginals) {
  std::filesystem::create_directories(folder_.path() / "lib/deep");
  folder_.write("lib/deep/a.txt", "a");
  folder_.write("run.sh", "#!/bin/sh\necho 64\n");
  std::filesystem::permissions(folder_.path() / "run.sh", std::filesystem::perms::owner_all);
  Program made = program({{"run.sh", "64", "", "{units}"}});
  made.files = {"lib", "train.py"};
  const cli::ScratchFolder target;
  WorkingCopy(made).make(target.path() / "7", {{"units", "8"}});
  EXPECT_EQ(content_of(target.path() / "7/lib/deep/a.txt"), "a");
  EXPECT_EQ(content_of(target.path() / "7/train.py"), script);
  EXPECT_EQ(content_of(target.path() / "7/run.sh"), "#!/bin/sh\necho 8\n");
  EXPECT_EQ(content_of(folder_.path() / "run.sh"), "#!/bin/sh\necho 64\n");
  const auto executable = std::filesystem::perms::owner_exec;
  EXPECT_EQ(std::filesystem::status(target.path() / "7/run.sh").permissions() & executable, executable);
}

}  // namespace
}  // namespace vernier
