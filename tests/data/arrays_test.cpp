// IDX, NPY, NPZ and gzip.
#include "vernier/data/readers/arrays.hpp"
#include "vernier/data/readers/zip.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <cstring>

#include "support.hpp"
#include "vernier/data/readers/inflate.hpp"

namespace vernier {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing_support::message_of;

template <class T>
std::string raw(std::initializer_list<T> values, bool swapped = false) {
  std::string bytes;
  for (const T value : values) {
    char item[sizeof(T)];
    std::memcpy(item, &value, sizeof(T));
    if (swapped) std::reverse(item, item + sizeof(T));
    bytes.append(item, sizeof(T));
  }
  return bytes;
}

std::string npy(const std::string& descr, const std::string& order, const std::string& shape, const std::string& data,
                int version = 1) {
  std::string header = "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }";
  header.resize(100, ' ');
  header += '\n';
  std::string bytes = "\x93NUMPY" + std::string{static_cast<char>(version), '\0'};
  bytes += raw<std::uint16_t>({static_cast<std::uint16_t>(header.size())});
  if (version > 1) bytes += std::string(2, '\0');
  return bytes + header + data;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  deflateEnd(&stream);
  return out.substr(0, stream.total_out);
}

std::string bad(const std::string& bytes) {
  return message_of([&] { (void)parse_array(bytes, "a.npy"); });
}

TEST(Npy, ReadsEveryElementType) {
  const auto values = [](const std::string& bytes) {
    const Array array = parse_array(bytes, "a.npy");
    return std::vector<float>(array.values.values().begin(), array.values.values().end());
  };
  EXPECT_THAT(values(npy("'<f4'", "False", "(2,)", raw<float>({1.5F, -2}))), ElementsAre(1.5F, -2));
  EXPECT_THAT(values(npy("'>f8'", "False", "(2,)", raw<double>({1.5, -2}, true))), ElementsAre(1.5F, -2));
  EXPECT_THAT(values(npy("'<f2'", "False", "(4,)", raw<std::uint16_t>({0x3C00, 0xC100, 0x0001, 0x7BFF}))),
              ElementsAre(1.0F, -2.5F, 5.9604645e-8F, 65504.0F));
  EXPECT_THAT(values(npy("'|i1'", "False", "(2,)", raw<std::int8_t>({-7, 100}))), ElementsAre(-7, 100));
  EXPECT_THAT(values(npy("'|u1'", "False", "(2,)", raw<std::uint8_t>({200, 1}))), ElementsAre(200, 1));
  EXPECT_THAT(values(npy("'>i2'", "False", "(2,)", raw<std::int16_t>({-300, 5}, true))), ElementsAre(-300, 5));
  EXPECT_THAT(values(npy("'<u2'", "False", "(1,)", raw<std::uint16_t>({65535}))), ElementsAre(65535));
  EXPECT_THAT(values(npy("'<i4'", "False", "(1,)", raw<std::int32_t>({-70000}))), ElementsAre(-70000));
  EXPECT_THAT(values(npy("'<u4'", "False", "(1,)", raw<std::uint32_t>({3000000000U}))), ElementsAre(3e9F));
  EXPECT_THAT(values(npy("'<i8'", "False", "(1,)", raw<std::int64_t>({-5}))), ElementsAre(-5));
  EXPECT_THAT(values(npy("'<u8'", "False", "(1,)", raw<std::uint64_t>({1ULL << 63}))), ElementsAre(0x1p63F));
  EXPECT_THAT(values(npy("'|b1'", "False", "(3,)", std::string("\1\0\1", 3))), ElementsAre(1, 0, 1));
}

TEST(Npy, ReadsBothOrdersAndAllVersions) {
  const std::string six = raw<float>({1, 2, 3, 4, 5, 6});
  const Array c = parse_array(npy("'<f4'", "False", "(2, 3)", six), "a.npy");
  EXPECT_EQ(c.values.shape(), (Shape{2, 3}));
  EXPECT_THAT(c.values.values(), ElementsAre(1, 2, 3, 4, 5, 6));
  const Array f = parse_array(npy("'<f4'", "True", "(2, 3)", six, 2), "a.npy");
  EXPECT_THAT(f.values.values(), ElementsAre(1, 3, 5, 2, 4, 6));
  EXPECT_EQ(parse_array(npy("'<f4'", "False", "(1, 2, 3)", six, 3), "a.npy").values.shape(), (Shape{1, 2, 3}));
}

TEST(Npy, RefusesWhatItCannotRead) {
  const std::string two = raw<float>({1, 2});
  EXPECT_THAT(bad(npy("'<f4'", "False", "(3,)", two)), AllOf(HasSubstr("8 bytes"), HasSubstr("12 for its shape")));
  EXPECT_THAT(bad(npy("'<f4'", "False", "(4503599627370496, 4503599627370496)", two)), HasSubstr("for its shape"));
  EXPECT_THAT(bad(npy("'<f4'", "False", "(0,)", "")), HasSubstr("no elements"));
  EXPECT_THAT(bad(npy("'|O'", "False", "(2,)", two)), HasSubstr("elements of type '|O'"));
  EXPECT_THAT(bad(npy("'<c8'", "False", "(1,)", two)), HasSubstr("f2, f4, f8"));
  EXPECT_THAT(bad(npy("[('a', '<f4')]", "False", "(2,)", two)), HasSubstr("elements of type"));
  EXPECT_THAT(bad(npy("'<f4'", "False", "(2,)", two, 9)), HasSubstr("version 9"));
  EXPECT_THAT(bad(npy("'<f4'", "False", "(-2,)", two)), HasSubstr("an axis of '-2'"));
  EXPECT_THAT(bad(npy("'<f4'", "False", "(1,1,1,1,1,1,2)", two)), HasSubstr("7 axes"));
  EXPECT_THAT(bad(npy("'<f4'", "False", "(2,)", two).substr(0, 60)), HasSubstr("ends within its header"));
  EXPECT_THAT(bad("\x93NUMPY"), HasSubstr("too short"));
}

TEST(Npy, ATableOfAnArrayHasNumberedColumns) {
  const Table table = parse_table(npy("'<f4'", "False", "(2, 2)", raw<float>({1, 2, 3, 4})), "a.npy");
  EXPECT_THAT(table.names(), ElementsAre("c1", "c2"));
  EXPECT_THAT(table.columns[1].numbers, ElementsAre(2, 4));
}

std::string zip_entry(const std::string& name, const std::string& data, std::uint16_t method, std::uint32_t size,
                      bool central, std::uint32_t at) {
  std::string bytes = central ? std::string("PK\1\2\24\0", 6) : std::string("PK\3\4", 4);
  bytes += std::string("\24\0\0\0", 4) + raw<std::uint16_t>({method}) + std::string(8, '\0');
  bytes += raw<std::uint32_t>({static_cast<std::uint32_t>(data.size()), size});
  bytes += raw<std::uint16_t>({static_cast<std::uint16_t>(name.size()), 0});
  if (central) bytes += std::string(10, '\0') + raw<std::uint32_t>({at});
  return bytes + name + (central ? "" : data);
}

std::string zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string bytes;
  std::string directory;
  for (const auto& [name, data] : members) {
    const std::string packed = gzip(data).substr(10);  // the raw deflate stream, and 8 bytes behind it
    const std::string body = packed.substr(0, packed.size() - 8);
    directory += zip_entry(name, body, 8, static_cast<std::uint32_t>(data.size()), true,
                           static_cast<std::uint32_t>(bytes.size()));
    bytes += zip_entry(name, body, 8, static_cast<std::uint32_t>(data.size()), false, 0);
  }
  const auto count = static_cast<std::uint16_t>(members.size());
  return bytes + directory + std::string("PK\5\6\0\0\0\0", 8) + raw<std::uint16_t>({count, count}) +
         raw<std::uint32_t>({static_cast<std::uint32_t>(directory.size()), static_cast<std::uint32_t>(bytes.size())}) +
         std::string(2, '\0');
}

TEST(Npz, ReadsItsMembers) {
  const std::string bytes = zip({{"x.npy", npy("'<f4'", "False", "(2, 1)", raw<float>({1, 2}))},
                                 {"y.npy", npy("'<i4'", "False", "(2,)", raw<std::int32_t>({3, 4}))}});
  EXPECT_THAT(parse_array(bytes, "a.npz", "y").values.values(), ElementsAre(3, 4));
  EXPECT_THAT(bad(bytes), HasSubstr("one of x, y"));
  EXPECT_THAT(message_of([&] { (void)parse_array(bytes, "a.npz", "z"); }), HasSubstr("no array 'z'"));
  EXPECT_THAT(bad(zip({{"sheet.xml", "<x/>"}})), HasSubstr("without arrays"));
  for (std::size_t cut = 5; cut < bytes.size(); cut += 7)
    EXPECT_THROW((void)parse_array(bytes.substr(0, cut), "a.npz", "x"), BadData);
}

TEST(Npz, RefusesToUnpackMoreThanAllowed) {
  const std::string bytes = zip({{"x.npy", std::string(100000, 'a')}});
  EXPECT_THROW((void)read_zip(bytes, "a.npz", 99999), BadData);
  EXPECT_EQ(read_zip(bytes, "a.npz", 100000).at("x.npy").size(), 100000U);
}

TEST(Idx, ReadsEveryElementType) {
  const auto values = [](char type, const std::string& data) {
    const Array array = parse_array(std::string{0, 0, type, 1, 0, 0, 0, 2} + data, "a.idx");
    return std::vector<float>(array.values.values().begin(), array.values.values().end());
  };
  EXPECT_THAT(values(0x08, "\xFF\x01"), ElementsAre(255, 1));
  EXPECT_THAT(values(0x09, "\xFF\x01"), ElementsAre(-1, 1));
  EXPECT_THAT(values(0x0B, raw<std::int16_t>({-300, 5}, true)), ElementsAre(-300, 5));
  EXPECT_THAT(values(0x0C, raw<std::int32_t>({-70000, 5}, true)), ElementsAre(-70000, 5));
  EXPECT_THAT(values(0x0D, raw<float>({0.5F, -1}, true)), ElementsAre(0.5F, -1));
  EXPECT_THAT(values(0x0E, raw<double>({0.5, -1}, true)), ElementsAre(0.5F, -1));
}

TEST(Idx, RefusesWrongSizes) {
  EXPECT_THAT(bad(std::string{0, 0, 8, 1, 0, 0, 0, 3, 1, 2}),
              AllOf(HasSubstr("2 bytes"), HasSubstr("3 for the shape (3)")));
  EXPECT_THAT(bad(std::string{0, 0, 8, 3, 0, 0, 0, 3, 1, 2}), HasSubstr("within its header"));
  EXPECT_THAT(bad(std::string{0, 0, 8, 1, 0, 0, 0, 0}), HasSubstr("no elements"));
}

TEST(Idx, ReadsFashion) {
  VERNIER_NEEDS_REAL_DATA("fashion-t10k-images-idx3-ubyte.gz");
  const Array x = read_array(testing_support::real_data() / "fashion-t10k-images-idx3-ubyte.gz");
  EXPECT_EQ(x.values.shape(), (Shape{10000, 28, 28}));
  EXPECT_TRUE(x.bytes);
  const Array y = read_array(testing_support::real_data() / "fashion-t10k-labels-idx1-ubyte.gz");
  for (const float wanted : {0.0F, 9.0F}) {  // 1000 of each of the ten classes
    EXPECT_EQ(std::count(y.values.values().begin(), y.values.values().end(), wanted), 1000);
  }
}

TEST(Gzip, IsUndoneMemberByMember) {
  const std::string text = "a,b\n1,2\n3,4\n";
  EXPECT_EQ(gunzip(gzip(text), "a.gz", 1000), text);
  EXPECT_EQ(gunzip(gzip("a,b\n") + gzip("1,2\n"), "a.gz", 1000), "a,b\n1,2\n");
  EXPECT_EQ(gunzip("plain", "a", 1), "plain");
  EXPECT_EQ(parse_table(gzip(text), "a.csv.gz").rows(), 2);
}

TEST(Gzip, DamageAndBombsAreRefused) {
  const std::string packed = gzip(std::string(1000000, 'x'));
  EXPECT_THAT(message_of([&] { (void)gunzip(packed, "a.gz", 999999); }), HasSubstr("more than 999999 bytes"));
  EXPECT_EQ(gunzip(packed, "a.gz", 1000000).size(), 1000000U);
  EXPECT_THAT(message_of([&] { (void)gunzip(packed.substr(0, packed.size() / 2), "a.gz", 9999999); }),
              HasSubstr("incomplete"));
  std::string damaged = packed;
  damaged[damaged.size() - 6] ^= 1;  // the checksum
  EXPECT_THAT(message_of([&] { (void)gunzip(damaged, "a.gz", 9999999); }), HasSubstr("damaged"));
}

}  // namespace
}  // namespace vernier
