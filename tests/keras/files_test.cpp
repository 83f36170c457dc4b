// Files of Keras: their predictions, and what is made of damaged, hostile and foreign ones.
#include <gmock/gmock.h>

#include <set>

#include "tests/nn/golden.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/data/readers/zip.hpp"
#include "vernier/keras/hdf5.hpp"
#include "vernier/keras/load.hpp"
#include "vernier/nn/graph.hpp"

namespace vernier::keras {
namespace {

using testing::HasSubstr;

std::filesystem::path golden_file(const std::string& name) {
  return std::filesystem::path(VERNIER_SOURCE_DIR) / "tests/golden/data/keras_files" / (name + ".keras");
}

class KerasFiles : public testing::TestWithParam<golden::Case> {};

TEST_P(KerasFiles, PredictAsInKeras) {
  const Json& entry = GetParam().json;
  nn::Model model = load(golden_file(entry.at("case").get<std::string>()));
  const std::vector<Tensor> inputs = golden::tensors(entry.at("x"));
  std::vector<ConstView> views;
  for (const Tensor& input : inputs) views.push_back(input.view());
  const std::vector<Tensor> y = model.predict_outputs(nn::Inputs(std::span<const ConstView>(views)));
  const std::vector<Tensor> truth = golden::tensors(entry.at("y"));
  ASSERT_EQ(y.size(), truth.size());
  for (std::size_t k = 0; k < y.size(); ++k) {
    EXPECT_EQ(y[k].shape(), truth[k].shape());
    golden::expect_close_to_scale(y[k].values(), truth[k], 1e-5, "prediction");
  }
}

INSTANTIATE_TEST_SUITE_P(Keras, KerasFiles, testing::ValuesIn(golden::cases("keras_files")), golden::case_name);

TEST(KerasFile, EveryLayerIsReadSomewhere) {
  std::set<std::string> rest;
  for (const std::string& name : nn::layers().names()) {
    if (can_read(name)) rest.insert(name);
  }
  for (const auto& [entry] : golden::cases("keras_files")) {
    const nn::Model model = load(golden_file(entry.at("case").get<std::string>()));
    for (std::size_t i = 0; i < model.layers().size(); ++i) rest.erase(model.graph().component(i).name);
  }
  EXPECT_THAT(rest, testing::IsEmpty());
}

}  // namespace
}  // namespace vernier::keras
