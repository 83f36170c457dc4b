#include "vernier/tune/network.hpp"

#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"

namespace vernier::tune {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<InputSpec>& three_inputs() {
  static const std::vector<InputSpec> specs{{.name = "features", .shape = Shape{3}},
                                            {.name = "user", .shape = Shape{}, .ids = 11},
                                            {.name = "note", .shape = Shape{5}, .ids = 40}};
  return specs;
}

std::string network_error(const Json& layers) {
  try {
    const nn::Model model = nn::Model::from_config(fitted_layers(layers, three_inputs()));
    (void)arranged(model, three_inputs(), std::vector<Tensor>(3));
  } catch (const InvalidArgument& error) {
    return error.what();
  }
  return {};
}

TEST(Network, TakesShapesAndIdsFromTheData) {
  const Json layers = Json::parse(R"([
    {"input": {"name": "note"}, "as": "words"},
    {"input": {"name": "user"}},
    {"embedding": {"output_dim": 4}, "as": "u"},
    {"embedding": {"output_dim": 4, "mask_zero": true}, "of": "words"},
    "global_average_pooling1d",
    {"as": "w"},
    {"concatenate": {}, "of": ["u", "w"]},
    {"dense": {"units": 1}}
  ])");
  nn::Model model = nn::Model::from_config(fitted_layers(layers, three_inputs()));
  EXPECT_EQ(model.parameter_count(), 11 * 4 + 40 * 4 + 8 + 1);
  EXPECT_EQ(model.input_shape(0), Shape{5});
  EXPECT_EQ(model.input_shape(1), Shape{});
  std::vector<Tensor> arrays;
  arrays.emplace_back(Shape{2, 3});
  arrays.emplace_back(Shape{2}, std::vector<float>{10, 0});
  arrays.emplace_back(Shape{2, 5}, std::vector<float>{39, 1, 0, 0, 0, 2, 3, 4, 5, 6});
  const nn::Inputs inputs = arranged(model, three_inputs(), arrays);
  EXPECT_EQ(inputs.views()[0].data, arrays[2].data());  // in the model's order
  EXPECT_EQ(inputs.views()[1].data, arrays[1].data());
  EXPECT_EQ(model.predict(inputs).shape(), (Shape{2, 1}));
}

TEST(Network, AnOnlyInputNeedsNoName) {
  const std::vector<InputSpec> text{{.name = "note", .shape = Shape{5}, .ids = 40}};
  const Json layers = fitted_layers(Json::parse(R"([{"embedding": {"output_dim": 2}}, "flatten"])"), text);
  EXPECT_EQ(layers[0]["embedding"]["input_dim"], 40);
}

TEST(Network, SaysWhatTheDataHave) {
  EXPECT_THAT(network_error(Json::parse(R"([{"dense": {"units": 1}}])")), HasSubstr("features, user, note"));
  EXPECT_THAT(network_error(Json::parse(R"([{"input": {"name": "usr"}}, {"dense": {"units": 1}}])")),
              testing::AllOf(HasSubstr("'usr'"), HasSubstr("features, user, note")));
  EXPECT_THAT(network_error(Json::parse(R"([{"input": {"name": "features"}}, {"embedding": {"output_dim": 2}}])")),
              HasSubstr("input_dim"));
  EXPECT_THAT(network_error(Json::parse(
                  R"([{"input": {"name": "note"}, "as": "words"}, {"embedding": {"output_dim": 2}, "of": "wrods"}])")),
              testing::AllOf(HasSubstr("wrods"), HasSubstr("Did you mean 'words'?")));
}

}  // namespace
}  // namespace vernier::tune
