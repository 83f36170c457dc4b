// Batches made ahead and data streamed from disk: the same bits, each sample once, little memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/nn/batch_loader.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/npy_source.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

using testing::HasSubstr;

// What numpy.save writes (NumPy Enhancement Proposal 1): magic, version 1.0, a dictionary padded to 64 bytes, elements.
std::string npy_head(const std::string& type, const std::string& shape, bool fortran = false) {
  std::string text =
      "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
  text.append(63 - (10 + text.size()) % 64, ' ');
  text += '\n';
  std::string head("\x93NUMPY\x01\x00", 8);
  head += static_cast<char>(text.size() & 0xFF);
  head += static_cast<char>(text.size() >> 8);
  return head + text;
}

void write_npy(const std::filesystem::path& path, const Tensor& tensor) {
  std::string shape = "(";
  for (const Index extent : tensor.shape().extents()) shape += std::to_string(extent) + ",";
  std::ofstream file(path, std::ios::binary);
  file << npy_head("<f4", shape + ")");
  file.write(reinterpret_cast<const char*>(tensor.data()), static_cast<std::streamsize>(tensor.size() * 4));
}

std::filesystem::path loader_folder(const std::string& name) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("vernier_loader_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

// 50 samples of 3 numbers, in memory and in files
struct Files {
  Tensor x{Shape{50, 3}};
  Tensor y{Shape{50, 1}};
  std::filesystem::path folder;
  explicit Files(const std::string& name) : folder(loader_folder(name)) {
    Rng rng(2);
    for (float& value : x.values()) value = static_cast<float>(rng.normal());
    for (Index i = 0; i < 50; ++i) y.data()[i] = static_cast<float>(i);
    write_npy(folder / "x.npy", x);
    write_npy(folder / "y.npy", y);
  }
  ~Files() { std::filesystem::remove_all(folder); }
  [[nodiscard]] NpySource source() const { return NpySource({folder / "x.npy"}, {folder / "y.npy"}); }
};

Sequential loader_model() {
  Sequential model({.seed = 3});
  model.add(Dense(4, {.activation = "tanh"})).add(Dense(1));
  model.compile({.optimizer = "adam", .loss = "mse", .metrics = {"mae"}});
  return model;
}

constexpr StreamOptions small_blocks{.block = 4, .window = 3};

TEST(Loader, BatchesMadeAheadAreTheSame) {
  const Files files("ahead");
  const auto bits = [&](bool prefetch, bool shuffle, double mixup) {
    Sequential model = loader_model();
    const FitOptions options{.batch_size = 8,
                             .epochs = 4,
                             .validation_split = 0.2,
                             .shuffle = shuffle,
                             .mixup = mixup,
                             .prefetch = prefetch};
    const History history = model.fit(files.x, files.y, options);
    return model.to_bytes() + history.to_json().dump();
  };
  for (const bool shuffle : {false, true}) {
    for (const double mixup : {0.0, 0.4}) EXPECT_EQ(bits(true, shuffle, mixup), bits(false, shuffle, mixup));
  }
  const NpySource source = files.source();
  const auto streamed = [&](bool prefetch) {
    Sequential model = loader_model();
    const History history =
        model.fit(source, {.batch_size = 8, .epochs = 4, .prefetch = prefetch, .stream = small_blocks});
    return model.to_bytes() + history.to_json().dump();
  };
  EXPECT_EQ(streamed(true), streamed(false));
}

TEST(Loader, AFitThatStopsInTheMiddleOfAnEpochLeavesNoThread) {
  const Files files("stop");
  for (std::int64_t last = 0; last < 6; ++last) {
    Sequential model = loader_model();
    std::stop_source stop;
    FitOptions options{.batch_size = 8, .epochs = 2, .prefetch = true, .stop = stop.get_token()};
    options.after_batch = [&](FitState&, std::int64_t batch) {
      if (batch == last) stop.request_stop();
    };
    EXPECT_TRUE(model.fit(files.x, files.y, options).interrupted);
  }
}

TEST(Streaming, InTheOrderOfTheFileItIsTheFitOfTheArrays) {
  const Files files("plain");
  const NpySource source = files.source();
  Sequential arrays = loader_model();
  Sequential streamed = loader_model();
  const FitOptions options{.batch_size = 7,
                           .epochs = 3,
                           .validation_data = ValidationData{files.x, files.y},
                           .shuffle = false,
                           .stream = small_blocks};
  EXPECT_EQ(streamed.fit(source, options).to_json(), arrays.fit(files.x, files.y, options).to_json());
  EXPECT_EQ(streamed.to_bytes(), arrays.to_bytes());
}

std::vector<float> targets_in_order(const SampleSource& source, const StreamOptions& options, std::uint64_t epoch) {
  StreamedBatches batches(source, options, 8);
  BatchBuffers buffers;
  batches.begin_epoch(Rng(1).split(epoch), Rng());
  std::vector<float> all;
  for (Index b = 0; b < batches.count(); ++b) {
    const Batch batch = batches.get(b, buffers);
    const auto values = batch.y.views()[0].values();
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

TEST(Streaming, EachEpochIsAnotherPermutationThatRepeats) {
  const Files files("order");
  const NpySource source = files.source();
  const std::vector<float> first = targets_in_order(source, small_blocks, 0);
  EXPECT_EQ(targets_in_order(source, small_blocks, 0), first);
  EXPECT_NE(targets_in_order(source, small_blocks, 1), first);
  std::vector<float> sorted = first;
  std::ranges::sort(sorted);
  EXPECT_TRUE(std::ranges::equal(sorted, files.y.values()));
  // the first window holds 3 blocks of 4 neighbours, of which the last one of the file has 2
  std::set<int> blocks;
  for (std::size_t i = 0; i < 10; ++i) blocks.insert(static_cast<int>(first[i]) / 4);
  EXPECT_EQ(blocks.size(), 3U);
  EXPECT_FALSE(std::ranges::is_sorted(first));
  EXPECT_NE(blocks, (std::set<int>{0, 1, 2}));  // the blocks are shuffled too
  // any batch alone, as a continued fit asks for it
  StreamedBatches batches(source, small_blocks, 8);
  BatchBuffers buffers;
  batches.begin_epoch(Rng(1).split(0), Rng());
  const Batch batch = batches.get(5, buffers);
  EXPECT_TRUE(std::equal(first.begin() + 40, first.begin() + 48, batch.y.views()[0].values().begin()));
}

TEST(Streaming, ACheckpointInTheMiddleOfAnEpochGoesOn) {
  const Files files("checkpoint");
  const NpySource source = files.source();
  const FitOptions options{.batch_size = 8, .epochs = 2, .stream = small_blocks};
  std::vector<std::string> checkpoints;
  FitOptions watched = options;
  watched.after_batch = [&](FitState& state, std::int64_t) { checkpoints.push_back(state.model.to_bytes(true)); };
  Sequential whole = loader_model();
  const History expected = whole.fit(source, watched);
  for (const std::string& bytes : checkpoints) {
    Model resumed = Model::from_bytes(bytes);
    EXPECT_EQ(resumed.fit(source, options).to_json(), expected.to_json());
    EXPECT_EQ(resumed.to_bytes(), whole.to_bytes());
  }
}

TEST(Streaming, ElementsOfOtherTypesAreRead) {
  const auto folder = loader_folder("types");
  std::ofstream(folder / "bytes.npy", std::ios::binary)
      << npy_head("|u1", "(3, 2)") << std::string("\x00\x01\x02\xff\x04\x05", 6);
  const NpyFile file(folder / "bytes.npy");
  EXPECT_EQ(file.shape(), Shape({3, 2}));
  Tensor two({2, 2});
  file.read(1, two.view());
  EXPECT_TRUE(std::ranges::equal(two.values(), std::vector<float>{2, 255, 4, 5}));
}

TEST(Streaming, WhatCannotBeStreamedIsRefused) {
  const Files files("refused");
  const auto reason = [](const std::function<void()>& call) -> std::string {
    try {
      call();
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  const auto opened = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(files.folder / name, std::ios::binary) << bytes;
    return reason([&] { (void)NpyFile(files.folder / name); });
  };
  EXPECT_EQ(opened("good", npy_head("<f4", "(2,)") + std::string(8, '\0')), "accepted");
  EXPECT_THAT(opened("short", npy_head("<f4", "(3,)") + std::string(8, '\0')), HasSubstr("8 bytes behind the header"));
  EXPECT_THAT(opened("huge", npy_head("<f4", "(4503599627370496, 4503599627370496)")), HasSubstr("0 bytes behind"));
  EXPECT_THAT(opened("columns", npy_head("<f4", "(2, 1)", true) + std::string(8, '\0')), HasSubstr("column by column"));
  EXPECT_THAT(opened("number", npy_head("<f4", "()") + std::string(4, '\0')), HasSubstr("a single number"));
  EXPECT_THAT(opened("text", "no array"), HasSubstr("not a readable NPY file"));
  EXPECT_THAT(reason([&] { (void)NpyFile(files.folder / "absent"); }), HasSubstr("cannot be opened"));
  EXPECT_THAT(reason([&] { (void)NpyFile(files.folder); }), HasSubstr("it is no file"));
  EXPECT_THAT(reason([&] { (void)NpySource({files.folder / "x.npy"}, {files.folder / "good"}); }),
              HasSubstr("has 50 samples and"));
  const NpySource source = files.source();
  Sequential model = loader_model();
  EXPECT_THAT(reason([&] { (void)model.fit(source, {.validation_split = 0.2}); }), HasSubstr("Give validation_data"));
  EXPECT_THAT(reason([&] { (void)model.fit(source, {.stream = {.block = 0}}); }),
              HasSubstr("a stream of 16 blocks of 0"));
  EXPECT_THAT(reason([&] { (void)model.fit(source, {.batch_size = 0}); }), HasSubstr("a batch size of 0"));
  std::filesystem::resize_file(files.folder / "x.npy", 200);  // while it is read
  for (const bool prefetch : {false, true}) {
    EXPECT_THAT(reason([&] { (void)model.fit(source, {.prefetch = prefetch}); }),
                HasSubstr("ends within its elements"));
  }
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define VERNIER_MEASURES_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VERNIER_MEASURES_MEMORY 0
#endif
#endif

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t pages = 0;
  file >> pages >> pages;
  return pages * sysconf(_SC_PAGESIZE);
}

TEST(Streaming, AFileOf200MegabytesNeedsLittleMemory) {
#ifdef VERNIER_MEASURES_MEMORY
  GTEST_SKIP() << "a sanitizer keeps memory of its own";
#endif
  constexpr Index samples = 64000;
  constexpr Index columns = 784;
  const auto folder = loader_folder("large");
  {
    std::ofstream x(folder / "x.npy", std::ios::binary);
    x << npy_head("<f4", "(64000, 784)");
    std::vector<float> rows(columns * 1000, 0.01F);
    for (Index i = 0; i < samples / 1000; ++i) {
      x.write(reinterpret_cast<const char*>(rows.data()), static_cast<std::streamsize>(rows.size() * 4));
    }
    std::ofstream(folder / "y.npy", std::ios::binary) << npy_head("|u1", "(64000, 1)") << std::string(samples, '\1');
  }
  ASSERT_GT(std::filesystem::file_size(folder / "x.npy"), 200'000'000U);
  const NpySource source({folder / "x.npy"}, {folder / "y.npy"});
  Sequential model;
  model.add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const std::int64_t before = resident_bytes();
  std::int64_t most = 0;
  const History history = model.fit(source, {.batch_size = 256, .after_batch = [&](FitState&, std::int64_t) {
                                               most = std::max(most, resident_bytes() - before);
                                             }});
  std::filesystem::remove_all(folder);
  EXPECT_EQ(history.epochs().size(), 1U);
  EXPECT_LT(most, 40'000'000);
  RecordProperty("growth_bytes", std::to_string(most));
}

}  // namespace
}  // namespace vernier::nn
