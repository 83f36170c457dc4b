// Anything at all as an event file of TensorBoard, with check sums made right so that the messages are reached.
#include <boost/crc.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/workers/readers/support/event_records.hpp"

namespace {

void append_sum(std::string& record, std::string_view of) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(of.data(), of.size());
  const auto sum = static_cast<std::uint32_t>(crc.checksum());
  const std::uint32_t masked = ((sum >> 15U) | (sum << 17U)) + 0xa282ead8U;
  record.append(reinterpret_cast<const char*>(&masked), sizeof masked);
}

void take_all(std::string_view bytes) {
  std::vector<vernier::ScalarEvent> scalars;
  try {
    (void)vernier::take_event_records(bytes, scalars);
  } catch (const vernier::Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  take_all(bytes);
  const std::uint64_t length = size;
  std::string record(reinterpret_cast<const char*>(&length), sizeof length);
  append_sum(record, std::string(record));
  record += bytes;
  append_sum(record, bytes);
  take_all(record);
  return 0;
}
