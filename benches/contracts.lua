-- The requests of one kind, for wrk: KIND is lookup or create, FILE holds one body a line (lookup), TOKEN the token.
local kind, token = os.getenv("KIND"), os.getenv("TOKEN")
local bodies, count = {}, 0
local seed = 0

function setup(thread)
    seed = seed + 1
    thread:set("seed", seed)
end

function init()
    math.randomseed(os.time() + seed * 7919)
    if kind == "lookup" then
        for line in io.lines(os.getenv("FILE")) do
            count = count + 1
            bodies[count] = wrk.format("POST", "/Shoxl/v1/GetCustomerProducts",
                { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }, line)
        end
    end
end

function request()
    if kind == "lookup" then return bodies[math.random(count)] end
    local company, product = math.random(tonumber(os.getenv("COMPANIES"))), math.random(tonumber(os.getenv("PRODUCTS")))
    local body = string.format('{"companyId":"%024x","productId":"%024x","cpn":"W-%d-%d"}', company, product,
        math.random(1000000000), math.random(1000000000))
    return wrk.format("POST", "/api/cpn/create", { ["Content-Type"] = "application/json", ["accessToken"] = token }, body)
end

function done(summary, _, _)
    local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format("RATE %.0f FAILED %d\n", summary.requests / (summary.duration / 1e6), failed))
end
