// Image recognition: a convolutional network of 61,378 weights on Fashion-MNIST.
//
//   image DATA_FOLDER [EPOCHS]
//
// DATA_FOLDER holds fashion-train-images-idx3-ubyte.gz and the three files that belong to it.
#include <fmt/core.h>

#include <cstdlib>

#include "vernier/data/dataset.hpp"
#include "vernier/nn/layers/activation.hpp"
#include "vernier/nn/layers/batch_normalization.hpp"
#include "vernier/nn/layers/conv2d.hpp"
#include "vernier/nn/layers/dense.hpp"
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/flatten.hpp"
#include "vernier/nn/layers/input.hpp"
#include "vernier/nn/layers/max_pooling2d.hpp"
#include "vernier/nn/layers/random_flip.hpp"
#include "vernier/nn/layers/reshape.hpp"
#include "vernier/nn/optimizers/adamw.hpp"
#include "vernier/nn/progress.hpp"
#include "vernier/nn/schedules/cosine_decay.hpp"
#include "vernier/nn/sequential.hpp"

namespace nn = vernier::nn;

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: image DATA_FOLDER [EPOCHS]\n");
    return 2;
  }
  const std::int64_t epochs = argc > 2 ? std::max(2, std::atoi(argv[2])) : 15;
  const vernier::Dataset data = vernier::load_dataset(
      {{"inputs", "fashion-train-images-idx3-ubyte.gz"},
       {"targets", "fashion-train-labels-idx1-ubyte.gz"},
       {"test", {{"inputs", "fashion-t10k-images-idx3-ubyte.gz"}, {"targets", "fashion-t10k-labels-idx1-ubyte.gz"}}}},
      argv[1]);
  const vernier::Encoder encoder = data.fit_encoder();  // bytes become numbers from 0 to 1
  const vernier::Examples train = data.encode(encoder);
  const vernier::Examples test = data.encode_test(encoder);

  nn::Sequential model({.seed = 1});
  model.add(nn::Input({28, 28}));
  model.add(nn::Reshape({28, 28, 1}));
  model.add(nn::RandomFlip({.mode = "horizontal"}));
  for (const vernier::Index filters : {24, 48, 96}) {
    model.add(nn::Conv2D(filters, {3, 3}, {.padding = "same", .use_bias = false}));
    model.add(nn::BatchNormalization({.momentum = 0.9}));
    model.add(nn::ActivationLayer("relu"));
    model.add(nn::MaxPooling2D({.pool_size = {2, 2}}));
  }
  model.add(nn::Flatten());
  model.add(nn::Dropout(0.3));
  model.add(nn::Dense(10, {.activation = "softmax"}));

  const auto rate = nn::CosineDecay({.initial_learning_rate = 0.0,
                                     .decay_epochs = static_cast<double>(epochs - 1),
                                     .warmup_target = 0.003,
                                     .warmup_epochs = 1.0});
  model.compile({.optimizer = nn::AdamW({.learning_rate = rate}),
                 .loss = "sparse_categorical_crossentropy",
                 .metrics = {"accuracy"}});
  fmt::print("{}\n", model.summary());
  model.fit(train.x, train.y,
            {.batch_size = 128, .epochs = epochs, .callbacks = {nn::Progress([](std::string_view line) {
                                                    fmt::print(stderr, "{}\n", line);
                                                  })}});
  fmt::print("test accuracy {:.4f}\n", *model.evaluate(test.x, test.y, {.batch_size = 500}).get("accuracy"));
  return 0;
}
