// Twenty steps of small models under the policy mixed_bfloat16, against Keras.
#include <gtest/gtest.h>

#include "tests/nn/golden.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

std::vector<double> losses_of(const Json& entry) {
  Model model = golden::model(entry);
  const Tensor x = golden::tensor(entry.at("x"));
  const Tensor y = golden::tensor(entry.at("y"));
  const auto batch = entry.at("batch_size").get<Index>();
  std::vector<double> losses;
  for (std::size_t step = 0; step < entry.at("losses").size(); ++step) {
    const Index first = static_cast<Index>(step) * batch % x.shape()[0];
    losses.push_back(model.train_on_batch(x.slice(first, first + batch), y.slice(first, first + batch)));
  }
  golden::expect_weights(model, entry.at("final_weights"), 0.03);
  golden::expect_close_to_scale(model.predict(golden::tensor(entry.at("predict_x"))).values(),
                                golden::tensor(entry.at("predict_y")), 0.01, "prediction");
  return losses;
}

class MixedPrecisionGolden : public testing::TestWithParam<golden::Case> {};

// Keras rounds the results of layers too, to 0.4 %: that is what it may differ by.
TEST_P(MixedPrecisionGolden, TakesTheStepsOfKeras) {
  Json entry = GetParam().json;
  const std::vector<double> mixed = losses_of(entry);
  for (std::size_t step = 0; step < mixed.size(); ++step) {
    EXPECT_NEAR(mixed[step], golden::number(entry.at("losses")[step]), 0.008) << "step " << step;
  }
  entry["compile"]["dtype_policy"] = "float32";
  if (kernels::has_bfloat16()) {
    EXPECT_NE(losses_of(entry), mixed);
  }
}

INSTANTIATE_TEST_SUITE_P(Keras, MixedPrecisionGolden, testing::ValuesIn(golden::cases("mixed_precision")),
                         golden::case_name);

TEST(MixedPrecision, IsKeptInTheFile) {
  Model model = golden::model(golden::cases("mixed_precision")[0].json);
  const Tensor x = golden::tensor(golden::cases("mixed_precision")[0].json.at("predict_x"));
  Model loaded = Model::from_bytes(model.to_bytes());
  const Tensor expected = model.predict(x);
  const Tensor found = loaded.predict(x);
  EXPECT_TRUE(std::ranges::equal(found.values(), expected.values()));
}

TEST(MixedPrecision, AnotherPolicyIsRefused) {
  Model model = golden::model(golden::cases("mixed_precision")[0].json);
  Json compile = golden::cases("mixed_precision")[0].json.at("compile");
  compile["dtype_policy"] = "float64";
  EXPECT_THROW(model.compile(options_from_json<CompileOptions>(compile, "compile")), InvalidArgument);
}

}  // namespace
}  // namespace vernier::nn
