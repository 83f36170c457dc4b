#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/nn/callbacks/csv_logger.hpp"
#include "vernier/nn/callbacks/early_stopping.hpp"
#include "vernier/nn/callbacks/reduce_lr_on_plateau.hpp"
#include "vernier/nn/layers/batch_normalization.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/safetensors.hpp"
#include "vernier/nn/sequential.hpp"

namespace vernier::nn {
namespace {

using testing::HasSubstr;

struct Data {
  Tensor x{Shape{60, 5}};
  Tensor y{Shape{60, 1}};
  Data() {
    Rng rng(3);
    for (float& value : x.values()) value = static_cast<float>(rng.normal());
    for (Index i = 0; i < 60; ++i) y.data()[i] = x.data()[5 * i] + x.data()[5 * i + 1] > 0 ? 1.0F : 0.0F;
  }
};

Sequential small_model(const Component& optimizer) {
  Sequential model({.seed = 4});
  model.add(Dense(8, {.activation = "tanh"})).add(BatchNormalization()).add(Dropout(0.2));
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = optimizer, .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  return model;
}

void expect_same_bits(const Model& a, const Model& b) {
  const auto left = a.get_weights();
  const auto right = b.get_weights();
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    ASSERT_EQ(left[i].shape(), right[i].shape());
    EXPECT_EQ(std::memcmp(left[i].data(), right[i].data(), static_cast<std::size_t>(left[i].size()) * 4), 0) << i;
  }
}

std::filesystem::path temporary(const std::string& name) {
  return std::filesystem::path(testing::TempDir()) / ("vernier_model_file_" + name);
}

TEST(ModelFile, ASavedModelPredictsTheSameAndKeepsWhatWasAttached) {
  const Data data;
  Sequential model = small_model("adam");
  (void)model.fit(data.x, data.y, {.epochs = 2});
  model.metadata()["preprocessing"] = {{"columns", {"a", "b"}}};
  const auto path = temporary("saved.safetensors");
  model.save(path);
  Model loaded = Model::load(path);
  expect_same_bits(model, loaded);
  EXPECT_TRUE(std::ranges::equal(model.predict(data.x).values(), loaded.predict(data.x).values()));
  EXPECT_EQ(loaded.metadata(), model.metadata());
  EXPECT_EQ(*loaded.evaluate(data.x, data.y).get("accuracy"), *model.evaluate(data.x, data.y).get("accuracy"));
  std::filesystem::remove(path);
}

class Resume : public testing::TestWithParam<const char*> {};

// stopped after epoch 4 of 9, loaded into a fresh model, continued: not a bit may differ from the run that never
// stopped
TEST_P(Resume, EndsWithTheBitsOfTheRunThatWasNeverStopped) {
  const Data data;
  const Component optimizer = component_from_text(GetParam());
  const auto options = [] {
    return FitOptions{.batch_size = 16,
                      .epochs = 9,
                      .validation_split = 0.25,
                      .callbacks = {EarlyStopping({.patience = 5, .restore_best_weights = true})}};
  };
  Sequential whole = small_model(optimizer);
  const History expected = whole.fit(data.x, data.y, options());

  const auto path = temporary(std::string("checkpoint_") + GetParam());
  Sequential cut = small_model(optimizer);
  FitOptions first = options();
  first.after_epoch = [&](FitState& state) {
    if (state.epoch != 3) return;
    state.model.save_checkpoint(path);
    state.stop = true;
  };
  (void)cut.fit(data.x, data.y, first);
  Model resumed = Model::load_checkpoint(path);
  const History history = resumed.fit(data.x, data.y, options());
  expect_same_bits(whole, resumed);
  EXPECT_EQ(history.epochs(), expected.epochs());
  for (const std::string& name : expected.names()) EXPECT_EQ(history.at(name), expected.at(name)) << name;
  std::filesystem::remove(path);
}

INSTANTIATE_TEST_SUITE_P(Optimizers, Resume,
                         testing::Values("sgd", "adam", "adamw", "nadam", "rmsprop", "adagrad", "adamax", "adadelta",
                                         "ftrl", "lion", "lamb", "muon", "adafactor",
                                         "schedule_free_adamw:weight_decay=0.1",
                                         "adam:use_ema=true,ema_overwrite_frequency=5",
                                         "sgd:gradient_accumulation_steps=2,momentum=0.9,use_ema=true",
                                         "lookahead:optimizer=adam,k=4", "sam:optimizer=nadam"));

TEST(ModelFile, AContinuedFitGoesOnWithItsLog) {
  const Data data;
  const auto whole_log = temporary("whole.csv");
  const auto log = temporary("continued.csv");
  const auto options = [](const std::filesystem::path& path) {
    return FitOptions{.epochs = 4, .callbacks = {CsvLogger(path.string())}};
  };
  Sequential whole = small_model("adam");
  (void)whole.fit(data.x, data.y, options(whole_log));
  std::string bytes;
  Sequential cut = small_model("adam");
  FitOptions first = options(log);
  first.after_epoch = [&](FitState& state) {
    if (state.epoch == 1) bytes = state.model.to_bytes(true);
    state.stop = state.epoch == 2;  // the row of this epoch comes again
  };
  (void)cut.fit(data.x, data.y, first);
  Model resumed = Model::from_bytes(bytes);
  (void)resumed.fit(data.x, data.y, options(log));
  EXPECT_EQ(read_file(log), read_file(whole_log));
  std::filesystem::remove(whole_log);
  std::filesystem::remove(log);
}

TEST(ModelFile, ACheckpointKeepsTheReducedRate) {
  const Data data;
  const FitOptions options{.epochs = 6,
                           .callbacks = {ReduceLROnPlateau({.monitor = "loss", .patience = 1, .min_delta = 10.0})}};
  Sequential whole = small_model("adam");
  const History expected = whole.fit(data.x, data.y, options);
  std::string bytes;
  Sequential cut = small_model("adam");
  FitOptions first = options;
  first.after_epoch = [&](FitState& state) {
    if (state.epoch == 2) bytes = state.model.to_bytes(true);
  };
  (void)cut.fit(data.x, data.y, first);
  Model resumed = Model::from_bytes(bytes);
  EXPECT_EQ(resumed.fit(data.x, data.y, options).at("learning_rate"), expected.at("learning_rate"));
  EXPECT_LT(expected.last("learning_rate"), 1e-5);
}

TEST(ModelFile, IsASafetensorsFileThatOthersRead) {
  Sequential model;
  model.add(Dense(2, {.name = "head"}));
  model.build(std::vector<Shape>{{3}});
  const std::string bytes = model.to_bytes();
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  EXPECT_EQ((8 + length) % 64, 0U);
  const Json header = Json::parse(bytes.substr(8, length));
  EXPECT_EQ(header["head/kernel"]["dtype"], "F32");
  EXPECT_EQ(header["head/kernel"]["shape"], Json({3, 2}));
  EXPECT_EQ(header["head/kernel"]["data_offsets"], Json({0, 24}));
  EXPECT_EQ(header["head/bias"]["data_offsets"], Json({24, 32}));
  EXPECT_EQ(header["__metadata__"]["format_version"], "1");
  EXPECT_EQ(bytes.size(), 8 + length + 32);
}

std::string file_of(const std::string& header, const std::string& data) {
  const auto length = static_cast<std::uint64_t>(header.size());
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &length, 8);
  return bytes + header + data;
}

std::string refusal(const std::string& bytes) {
  try {
    (void)read_safetensors(bytes, "file");
  } catch (const BadData& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SafeTensors, RefusesEveryKindOfDamage) {
  const std::string data(8, '\0');
  const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  EXPECT_EQ(refusal(file_of(good, data)), "accepted");
  EXPECT_THAT(refusal(""), HasSubstr("0 bytes"));
  EXPECT_THAT(refusal(file_of(good, data).substr(0, 30)), HasSubstr("header is said to have"));
  EXPECT_THAT(refusal(std::string("\xff\xff\xff\xff\xff\xff\xff\x7f", 8) + "{}"), HasSubstr("header is said to have"));
  EXPECT_THAT(refusal(file_of("{", data)), HasSubstr("not a JSON object"));
  EXPECT_THAT(refusal(file_of("[1]", data)), HasSubstr("not a JSON object"));
  EXPECT_THAT(refusal(file_of(good, data.substr(0, 4))), HasSubstr("lies at 0 to 8 of 4 bytes"));
  EXPECT_THAT(refusal(file_of(good, data + "x")), HasSubstr("follow the last array"));
  const auto entry = [&](const std::string& text) { return refusal(file_of("{\"a\":" + text + "}", data)); };
  EXPECT_THAT(entry(R"({"dtype":"F64","shape":[1],"data_offsets":[0,8]})"), HasSubstr("the type"));
  EXPECT_THAT(entry(R"({"dtype":"F32","shape":[1],"data_offsets":[0,8]})"), HasSubstr("has 8 bytes"));
  EXPECT_THAT(entry(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), HasSubstr("natural"));
  EXPECT_THAT(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})"), HasSubstr("lies at"));
  EXPECT_THAT(entry(R"({"dtype":"F32","shape":[2],"data_offsets":[8,16]})"), HasSubstr("lies at"));
  EXPECT_THAT(entry(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]})"), HasSubstr("larger"));
  EXPECT_THAT(entry(R"({"dtype":"F32","shape":[1,1,1,1,1,1,2],"data_offsets":[0,8]})"), HasSubstr("axes"));
  EXPECT_THAT(entry("7"), HasSubstr("lacks"));
  EXPECT_THAT(
      refusal(file_of(
          R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
          data)),
      HasSubstr("overlaps"));
  EXPECT_THAT(refusal(file_of(R"({"__metadata__":{"a":1}})", "")), HasSubstr("not a text"));
}

TEST(ModelFile, RefusesWhatIsNoModel) {
  const auto reason = [](const std::string& bytes) -> std::string {
    try {
      (void)Model::from_bytes(bytes, "file");
    } catch (const BadData& error) {
      return error.what();
    }
    return "accepted";
  };
  Sequential model;
  model.add(Dense(2));
  model.build(std::vector<Shape>{{3}});
  SafeTensors content = read_safetensors(model.to_bytes(), "file");
  EXPECT_EQ(reason(write_safetensors(content)), "accepted");
  const auto with = [&](const std::string& key, const std::string& text) {
    SafeTensors changed = content;
    for (auto& [name, value] : changed.metadata) {
      if (name == key) value = text;
    }
    return reason(write_safetensors(changed));
  };
  EXPECT_THAT(with("format_version", "2"), HasSubstr("format version 2"));
  EXPECT_THAT(with("architecture", "{"), HasSubstr("not JSON"));
  EXPECT_THAT(with("architecture", R"([{"dens": {"units": 2}}])"), HasSubstr("dens"));
  EXPECT_THAT(with("architecture", R"([{"input": {"shape": [4]}}, {"dense": {"units": 2}}])"), HasSubstr("(3, 2)"));
  EXPECT_THAT(with("seed", "\"x\""), HasSubstr("malformed"));
  content.tensors.pop_back();
  EXPECT_THAT(reason(write_safetensors(content)), HasSubstr("'dense/bias' is missing"));
  EXPECT_THAT(reason(write_safetensors({})), HasSubstr("format_version"));
}

}  // namespace
}  // namespace vernier::nn
