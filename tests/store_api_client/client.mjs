// The vendor's own client, as a shop's front end uses it: logs in, saves, lists, filters, deletes and logs out, in both spellings of
// its address. Ends with 0 if everything went as the contract says.
import assert from "node:assert/strict";
import { ApiClientError, createAPIClient } from "@shopware/api-client";

const { ORIGIN, ACCESS_KEY, USERNAME, PASSWORD, PRODUCT_ID, OTHER_PRODUCT_ID } = process.env;

const spellings = [
  { baseURL: `${ORIGIN}/store-api`, prefix: "" },
  { baseURL: ORIGIN, prefix: "/store-api" },
];

for (const { baseURL, prefix } of spellings) {
  await walk(createAPIClient({ baseURL, accessToken: ACCESS_KEY }), prefix);
}

async function walk(client, prefix) {
  const token = () => client.defaultHeaders["sw-context-token"];
  const call = (name, method, path, options = {}) => client.invoke(`${name} ${method} ${prefix}${path}`, options);
  const list = async (body) => (await call("list", "post", "/b2b/customer-product-numbers", body ? { body } : {})).data;
  const save = (body) => call("save", "post", "/b2b/customer-product-number", { body });

  const refused = await fails(() => list({ limit: 10 }), 403, "CHECKOUT__CUSTOMER_NOT_LOGGED_IN");
  const anonymous = refused.headers.get("sw-context-token");
  assert.match(anonymous, /^[A-Za-z0-9]{32}$/);

  await fails(() => call("login", "post", "/account/login", { body: { username: USERNAME, password: "wrong" } }), 401, "CHECKOUT__CUSTOMER_AUTH_BAD_CREDENTIALS");
  await call("login", "post", "/account/login", { body: { username: USERNAME, password: PASSWORD } });
  const loggedIn = token();
  assert.match(loggedIn, /^[A-Za-z0-9]{32}$/);
  assert.notEqual(loggedIn, anonymous);
  assert.equal((await call("customer", "post", "/account/customer")).data.email, USERNAME);

  const saved = await save({ productId: PRODUCT_ID, productNumber: "KD-4711" });
  assert.equal(saved.status, 200);
  assert.equal(saved.data.success, true);
  await save({ productId: OTHER_PRODUCT_ID, customerProductNumber: "KD-5" });
  const invalid = await fails(() => save({ productId: PRODUCT_ID }), 400, "c1051bb4-d103-4f74-8988-acbcafc7fdc3");
  assert.match(invalid.message, /\/0\/productNumber/);

  assert.equal((await list()).total, 2, "a POST without a body");
  const found = await list({
    limit: 10,
    "total-count-mode": "exact",
    associations: { product: {} },
    filter: [{ type: "contains", field: "productNumber", value: "4711" }],
  });
  assert.deepEqual(found.elements.map((row) => [row.productNumber, row.product.id]), [["KD-4711", PRODUCT_ID]]);
  await fails(() => list({ limit: 0 }), 400, "FRAMEWORK__INVALID_LIMIT_QUERY");

  const csv = "productNumber;customerProductNumber\nPUMP;KD-4712\n";
  const form = new FormData();
  form.set("file", new Blob([csv], { type: "text/csv" }), "numbers.csv");
  for (const [options, key] of [
    [{ body: csv, headers: { "Content-Type": "text/csv" } }, "updated"],
    [{ body: form }, "unchanged"],
  ]) {
    const { data } = await call("import", "post", "/b2b/customer-product-number-import", options);
    assert.deepEqual([data.success, data.total, data[key]], [true, 1, 1], JSON.stringify(data));
  }
  await fails(() => call("import", "post", "/b2b/customer-product-number-import", { body: csv }), 400, "0");

  for (const { id } of (await list()).elements) {
    const gone = await call("delete", "delete", "/b2b/customer-product-number/{id}", { pathParams: { id } });
    assert.deepEqual(gone.data, { success: true, apiAlias: "array_struct" });
  }
  assert.deepEqual((await list({})).elements, []);

  assert.equal(token(), loggedIn, "the token of a session stays");
  await call("logout", "post", "/account/logout");
  assert.notEqual(token(), loggedIn);
  await fails(() => list({}), 403, "CHECKOUT__CUSTOMER_NOT_LOGGED_IN");
}

async function fails(work, status, code) {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof ApiClientError, String(error));
    assert.equal(error.status, status, error.message);
    assert.equal(error.details.errors[0].code, code);
    return error;
  }
  return assert.fail(`answered, where ${status} ${code} was to come`);
}
