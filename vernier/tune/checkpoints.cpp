#include "vernier/tune/checkpoints.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/files.hpp"

namespace vernier::tune {

Checkpoints::Checkpoints(std::filesystem::path folder, CheckpointLimits limits)
    : folder_(std::move(folder)), limits_(limits) {}

void Checkpoints::save(TrialNumber trial, double epoch, std::string bytes) {
  const Key key{trial, epoch};
  const std::uint64_t size = bytes.size();
  if (!folder_.empty()) {
    make_folder(folder_);
    write_file_atomically(path(key), bytes);
  }
  const std::lock_guard lock(mutex_);
  std::erase_if(written_, [&](const auto& one) {  // a repeated attempt
    if (one.first != key) return false;
    bytes_ -= one.second;
    return true;
  });
  if (folder_.empty()) kept_[key] = std::move(bytes);
  written_.emplace_back(key, size);
  bytes_ += size;
  while (written_.size() > 1 && (written_.size() > limits_.number || bytes_ > limits_.bytes)) {
    forget(written_.front().first);
    bytes_ -= written_.front().second;
    written_.pop_front();
  }
}

std::optional<std::string> Checkpoints::load(TrialNumber trial, double epoch) {
  const Key key{trial, epoch};
  if (!folder_.empty()) {
    if (!std::filesystem::exists(path(key))) return std::nullopt;
    return read_file(path(key));
  }
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  if (found == kept_.end()) return std::nullopt;
  return found->second;
}

void Checkpoints::drop(TrialNumber trial) {
  const std::lock_guard lock(mutex_);
  std::erase_if(written_, [&](const auto& one) {
    if (one.first.first != trial) return false;
    forget(one.first);
    bytes_ -= one.second;
    return true;
  });
}

std::filesystem::path Checkpoints::path(const Key& key) const {
  return folder_ / fmt::format("trial-{}-epoch-{}.safetensors", key.first, key.second);
}

void Checkpoints::forget(const Key& key) {
  std::error_code ignored;  // it may have gone
  if (!folder_.empty()) std::filesystem::remove(path(key), ignored);
  kept_.erase(key);
}

}  // namespace vernier::tune
