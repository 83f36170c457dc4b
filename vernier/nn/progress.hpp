#pragma once
// Says how training goes, one line an epoch, through a function of the caller's: the library itself never prints.
#include <functional>
#include <memory>
#include <string_view>

#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {

/// `write` receives lines such as "Epoch   3/100  accuracy 0.9125  loss 0.231  val_loss 0.2544", without a line end.
[[nodiscard]] std::shared_ptr<Callback> Progress(std::function<void(std::string_view line)> write);

}  // namespace vernier::nn
