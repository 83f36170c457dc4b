// Against Pillow (tests/data/images: the version is in expected.json).
#include "vernier/data/readers/image.hpp"

#include <gmock/gmock.h>

#include "tests/data/support.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/json.hpp"
#include "vernier/data/dataset.hpp"
#include "vernier/data/image_folder.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::Folder;
using testing_support::message_of;

std::string image_bytes(const std::string& name) {
  return read_file(std::filesystem::path(VERNIER_SOURCE_DIR) / "tests/data/images" / name);
}

std::vector<int> expected(const std::string& name) {
  return Json::parse(image_bytes("expected.json")).at(name).get<std::vector<int>>();
}

/// The greatest difference of a channel.
int difference(const Image& image, const std::vector<int>& pixels) {
  EXPECT_EQ(image.pixels.size(), pixels.size());
  int most = 0;
  for (std::size_t k = 0; k < pixels.size(); ++k) most = std::max(most, std::abs(image.pixels[k] - pixels[k]));
  return most;
}

TEST(Image, PngAndJpegDecodeAsElsewhere) {
  const Image colours = decode_image(image_bytes("colours.png"), "colours.png");
  EXPECT_EQ(colours.height, 9);
  EXPECT_EQ(colours.width, 12);
  EXPECT_EQ(colours.channels, 3);
  EXPECT_EQ(difference(colours, expected("colours")), 0);
  EXPECT_EQ(decode_image(image_bytes("grey.png"), "grey.png").channels, 1);
  EXPECT_EQ(decode_image(image_bytes("grey.png"), "grey.png", 3).channels, 3);
  EXPECT_EQ(decode_image(image_bytes("palette.png"), "palette.png").channels, 3);
  const Image alpha = decode_image(image_bytes("alpha.png"), "alpha.png");
  EXPECT_THAT(std::vector<int>(alpha.pixels.begin(), alpha.pixels.begin() + 6), ElementsAre(0, 0, 0, 20, 0, 10));
  EXPECT_LE(difference(decode_image(image_bytes("colours.jpg"), "colours.jpg"), expected("jpeg")), 1);
  EXPECT_EQ(decode_image(image_bytes("grey.jpg"), "grey.jpg").channels, 1);
}

TEST(Image, ResizesByTheTriangleFilter) {
  const Image image = decode_image(image_bytes("colours.png"), "colours.png");
  EXPECT_LE(difference(resized(image, 5, 6), expected("half")), 1);
  EXPECT_LE(difference(resized(image, 18, 24), expected("double")), 1);
}

TEST(Image, DamagedFilesNameThemselves) {
  for (const char* name : {"colours.png", "colours.jpg"}) {
    const std::string whole = image_bytes(name);
    for (const std::size_t size : {whole.size() * 3 / 4, whole.size() / 2, std::size_t{20}, std::size_t{9}}) {
      EXPECT_THAT(message_of([&] { (void)decode_image(whole.substr(0, size), name); }), HasSubstr(name)) << size;
    }
  }
  EXPECT_THAT(message_of([] { (void)decode_image("", "empty.png"); }), HasSubstr("empty"));
  EXPECT_THAT(message_of([] { (void)decode_image("GIF89a", "a.gif"); }), HasSubstr("neither PNG nor JPEG"));
}

TEST(Image, AFolderForEachClassIsADataSet) {
  const Folder folder;
  for (const char* name : {"light", "dark", "held/light", "held/dark"}) {
    std::filesystem::create_directories(folder.path() / name);
  }
  folder.write("light/a.png", image_bytes("colours.png"));
  folder.write("light/b.JPG", image_bytes("colours.jpg"));
  folder.write("dark/c.png", image_bytes("grey.png"));
  folder.write("dark/notes.txt", "not an image");
  folder.write("held/dark/d.jpg", image_bytes("grey.jpg"));
  folder.write("held/light/e.png", image_bytes("palette.png"));
  std::filesystem::rename(folder.path() / "held", folder.path() / "../vernier-held-images");
  const Json block{{"path", "."}, {"target", "folder"}, {"test", "../vernier-held-images"}, {"image_size", {4, 6}}};
  const Dataset data = load_dataset(block, folder.path());
  std::filesystem::remove_all(folder.path() / "../vernier-held-images");
  EXPECT_THAT(data.task().classes, ElementsAre("dark", "light"));
  EXPECT_THAT(data.classes(), ElementsAre(0, 1, 1));
  const Encoder encoder = data.fit_encoder();
  EXPECT_EQ(encoder.input_specs().front().shape, (Shape{4, 6, 3}));
  const Examples test = data.encode_test(encoder);
  EXPECT_THAT(test.y.front().values(), ElementsAre(0, 1));
  for (const float value : test.x.front().values()) {
    ASSERT_GE(value, 0.0F);
    ASSERT_LE(value, 1.0F);
  }
}

TEST(Image, FoldersThatCannotBeReadSayWhy) {
  const Folder folder;
  const auto error = [&](Json block) {
    block["path"] = ".";
    return message_of<Error>([&] { (void)load_dataset(block, folder.path()); });
  };
  EXPECT_THAT(error({{"target", "folder"}}), HasSubstr("holds no image"));
  std::filesystem::create_directories(folder.path() / "a");
  folder.write("a/x.png", image_bytes("colours.png"));
  EXPECT_THAT(error({}), HasSubstr("say target: folder"));
  folder.write("y.png", image_bytes("colours.png"));
  EXPECT_THAT(error({{"target", "folder"}}), HasSubstr("lies in no folder"));
  folder.write("y.png", image_bytes("colours.png").substr(0, 60));
  EXPECT_THAT(error({{"target", "folder"}}), HasSubstr("y.png"));
  EXPECT_THAT(error({{"target", "folder"}, {"image_size", {4}}}), HasSubstr("[HEIGHT, WIDTH]"));
  folder.write("b/x.png", image_bytes("colours.png"));
  std::filesystem::remove(folder.path() / "y.png");
  EXPECT_THAT(error({{"target", "folder"}, {"member", "train"}}), HasSubstr("Take 'member' away"));
}

}  // namespace
}  // namespace vernier
