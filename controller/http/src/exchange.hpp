// SPDX-License-Identifier: Apache-2.0
// One request on its way through its connection.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "admission.hpp"
#include "tocsin/access/route.hpp"
#include "upload_file.hpp"

namespace tocsin::http {

/// Deletes where blocking is allowed.
struct OnWorker {
    boost::asio::any_io_executor workers;
    template <class T>
    void operator()(T* thing) const {
        boost::asio::post(workers, [thing] { delete thing; });
    }
};

/// Holds one of the places of which there are few: for uploads, for signing in. On the io thread.
class Place {
public:
    explicit Place(std::size_t& taken) : taken_(taken) { ++taken_; }
    ~Place() { --taken_; }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;

private:
    std::size_t& taken_;
};

struct Exchange {
    Admitted admitted;
    access::Principal principal;                 ///< who is calling; of routes without
                                                 ///< authorisation nobody
    std::map<std::string, std::string> headers;  ///< names in lower case
    bool keepAlive = true;
    bool head = false;
    std::optional<Place> place;
    bool known = false;  ///< it has one of the places for those who are known
    std::unique_ptr<UploadFile, OnWorker> upload;      ///< BodyPolicy::upload
    std::unique_ptr<access::BodySink, OnWorker> sink;  ///< BodyPolicy::stream
};

}  // namespace tocsin::http
