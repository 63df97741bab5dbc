// SPDX-License-Identifier: Apache-2.0
// Orders for pictures and previews, and what is answered.
#include <boost/json/serialize.hpp>

#include "order_keys.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media_worker {
namespace {

namespace json = boost::json;

/// Takes the members out of the text with `take`.
template <class Order, class Take>
Result<Order> readBy(std::string_view request, Take take) {
    auto const object = detail::parseOrder(request);
    if (!object) {
        return object.error();
    }
    Order order;
    detail::Keys keys(*object);
    take(keys, order);
    auto const known = keys.outcome();
    return known ? Result<Order>(order) : known.error();
}

}  // namespace

Result<media::PictureOrder> readPictureOrder(std::string_view request) {
    return readBy<media::PictureOrder>(request, [](detail::Keys& keys, media::PictureOrder& to) {
        keys.whole("maxWidth", to.maxWidth);
        keys.whole("maxHeight", to.maxHeight);
        keys.whole("page", to.page);
    });
}

Result<media::ThumbnailOrder> readThumbnailOrder(std::string_view request) {
    return readBy<media::ThumbnailOrder>(request,
                                         [](detail::Keys& keys, media::ThumbnailOrder& to) {
                                             keys.whole("width", to.width);
                                             keys.whole("height", to.height);
                                             keys.whole("permille", to.permille);
                                         });
}

Result<media::PreviewOrder> readPreviewOrder(std::string_view request) {
    return readBy<media::PreviewOrder>(request, [](detail::Keys& keys, media::PreviewOrder& to) {
        keys.whole("width", to.width);
        keys.whole("height", to.height);
        keys.whole("seconds", to.seconds);
    });
}

std::string pictureJson(media::PictureMaster const& made) {
    return json::serialize(
        json::object{{"done", true},
                     {"width", made.width},
                     {"height", made.height},
                     {"bytes", made.bytes},
                     {"format", made.format == media::PictureFormat::png ? "png" : "jpeg"}});
}

std::string characterJson(media::DrawnCharacter const& drawn) {
    auto const text = media::drawnText(drawn);
    return json::serialize(json::object{{"done", true}, {"dots", text.substr(text.find(' ') + 1)}});
}

std::string photographJson(media::Photograph const& read) {
    return json::serialize(
        json::object{{"done", true},
                     {"type", read.png ? "image/png" : "image/jpeg"},
                     {"width", read.width},
                     {"height", read.height},
                     {"taken", read.taken},
                     {"offset", read.offset},
                     {"screens", json::array(read.screens.begin(), read.screens.end())}});
}

std::string thumbnailJson(media::Thumbnail const& made) {
    return json::serialize(json::object{
        {"done", true}, {"width", made.width}, {"height", made.height}, {"bytes", made.bytes}});
}

}  // namespace tocsin::media_worker
