// The data sets that travel with the source.
#include <gmock/gmock.h>

#include <cstdlib>

#include "support.hpp"
#include "vernier/data/dataset.hpp"

namespace vernier {
namespace {

const std::filesystem::path bundled = std::filesystem::path(VERNIER_SOURCE_DIR) / "data";

TEST(Bundled, SmsHasTheHundredInputsAndTwoClasses) {
  const Dataset data =
      load_dataset({{"path", "sms100.csv.gz"}, {"target", "label"}, {"test", {{"rows", "i % 5 == 4"}}}}, bundled);
  EXPECT_EQ(data.table()->columns.size(), 101U);
  EXPECT_EQ(data.rows() + data.test_rows(), 5574);
  EXPECT_EQ(data.test_rows(), 1114);
  EXPECT_THAT(data.task().classes, testing::ElementsAre("ham", "spam"));
  EXPECT_EQ(data.fit_encoder().input_specs().front().shape, Shape{100})
      << "no word is the same in every training message";
}

TEST(Bundled, OptdigitsIsTheCollectionInItsOrder) {
  const Dataset data =
      load_dataset({{"path", "optdigits.csv.gz"}, {"target", "class"}, {"test", {{"last", 1797}}}}, bundled);
  EXPECT_EQ(data.rows(), 3823);
  EXPECT_EQ(data.task().kind, TaskKind::multiclass);
  // the class counts of the training part that the collection's documentation lists
  EXPECT_THAT(data.class_counts(), testing::ElementsAre(376, 389, 380, 389, 387, 376, 377, 387, 380, 382));
}

TEST(Bundled, FilesAreWhatTheToolMakesOfTheSources) {
  VERNIER_NEEDS_REAL_DATA("sms_spam.tsv");
  const testing_support::Folder folder;
  const std::string command = "python3 '" +
                              (std::filesystem::path(VERNIER_SOURCE_DIR) / "tools/make_bundled_data.py").string() +
                              "' '" + testing_support::real_data().string() + "' '" + folder.path().string() + "'";
  if (std::system("python3 -c 0") != 0) GTEST_SKIP() << "python3 is not installed";
  ASSERT_EQ(std::system(command.c_str()), 0);
  for (const std::string name :
       {"sms.tsv.gz", "sms100.csv.gz", "optdigits.csv.gz"}) {  // the content: zlib versions pack differently
    EXPECT_TRUE(read_uncompressed(folder.path() / name, 1 << 30) == read_uncompressed(bundled / name, 1 << 30)) << name;
  }
}

}  // namespace
}  // namespace vernier
