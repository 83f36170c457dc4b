#include "vernier/data/id_column.hpp"

#include <set>
#include <unordered_map>

namespace vernier {

IdColumn IdColumn::fit(const Column& column, std::span<const Index> rows) {
  IdColumn fitted;
  fitted.column_ = column.name;
  fitted.strip_ = column.strip;
  if (column.kind == ColumnKind::text) {
    std::vector<std::string> texts;
    for (const Index row : rows) texts.push_back(column.text(row));
    fitted.text_ = TextEncoder::fit(texts, column.text_options);
    return fitted;
  }
  std::set<std::string> seen;
  for (const Index row : rows) {
    if (!column.missing(row)) seen.insert(column.text(row));
  }
  fitted.values_ = in_natural_order({seen.begin(), seen.end()});
  return fitted;
}

Index IdColumn::ids() const { return text_ ? text_->ids() : static_cast<Index>(values_.size()) + 1; }

Shape IdColumn::shape() const { return text_ ? Shape{text_->width()} : Shape{}; }

Tensor IdColumn::encode(const Column& column, std::span<const Index> rows) const {
  Tensor ids(shape().with_front(static_cast<Index>(rows.size())));
  if (text_) {
    const auto width = static_cast<std::size_t>(text_->width());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      text_->encode(column.text(rows[i]), ids.values().subspan(i * width, width));
    }
    return ids;
  }
  std::unordered_map<std::string, float> numbers;
  for (const std::string& value : values_) numbers.emplace(value, static_cast<float>(numbers.size() + 1));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto found = column.missing(rows[i]) ? numbers.end() : numbers.find(column.text(rows[i]));
    ids.data()[i] = found == numbers.end() ? 0.0F : found->second;
  }
  return ids;
}

Json IdColumn::to_json() const {
  Json json{{"column", column_}};
  if (!strip_.empty()) json["strip"] = strip_;
  if (text_) {
    json["text"] = text_->to_json();
  } else {
    json["values"] = values_;
  }
  return json;
}

IdColumn IdColumn::from_json(const Json& json) {
  IdColumn column;
  column.column_ = json.at("column").get<std::string>();
  column.strip_ = json.value("strip", "");
  if (json.contains("text")) {
    column.text_ = TextEncoder::from_json(json.at("text"));
  } else {
    column.values_ = json.at("values").get<std::vector<std::string>>();
  }
  return column;
}

}  // namespace vernier
