// Keys: who can open what; made, added, rotated, revoked, backed up; and what is sealed to them.

/** How a new key is protected: the fields that its kind of lock needs. */
const locking = ({ texts, fixed }) => {
  const fields = {
    lock: listed(texts.lock, fixed.locks),
    passphrase: typed(texts.passphrase, "password"),
    again: typed(texts.again, "password"),
    needed: typed(texts.needed, "number", { value: 2, min: 2, max: 16 }),
    count: typed(texts.count, "number", { value: 3, min: 2, max: 16 }),
  };
  const turn = () => {
    for (const name of ["passphrase", "again"]) fields[name].show(fields.lock.value === "passphrase");
    for (const name of ["needed", "count"]) fields[name].show(fields.lock.value === "shares");
  };
  fields.lock.control.addEventListener("change", turn);
  turn();
  return fields;
};

/** A key of ours, and what opens it: a passphrase, or shares line by line. */
const opening = (texts) => {
  const key = listed(texts.key, []);
  const unlock = new Field(texts.unlock, make("input", { type: "password", autocomplete: "off" }), make("textarea", { rows: 3, hidden: true, spellcheck: false, placeholder: texts.shares_hint }));
  let known = [];
  const turn = () => {
    const lock = known.find((each) => each.value === key.value)?.lock ?? "open";
    unlock.show(lock !== "open");
    [unlock.controls[0].hidden, unlock.controls[1].hidden] = [lock === "shares", lock !== "shares"];
    unlock.call(lock === "shares" ? texts.unlock_shares : texts.unlock);
  };
  key.control.addEventListener("change", turn);
  key.put = (keys) => {
    known = keys;
    options(key.control, keys.map((each) => [each.value, each.text]));
    turn();
  };
  turn();
  return { key, unlock };
};

const unlocking = (panel, name, words) => new Form(panel, name, { file: listed(panel.texts.sealed_file, []), ...opening(panel.texts) }, { ...words, secret: ["unlock"] });

class KeysTab {
  constructor(panel) {
    const { texts, fixed } = panel;
    Object.assign(this, { panel, texts });
    const form = (name, fields, more = {}) => new Form(panel, name, fields, { title: texts[name], hint: texts[`${name}_hint`], ...more });
    const lock = ["passphrase", "again"];
    this.create = form("create", { name: typed(texts.key_name), role: listed(texts.role, fixed.roles), ...locking(panel) }, { secret: lock, main: true });
    this.add = form("add", { name: typed(texts.key_name), role: listed(texts.role, fixed.roles), recipient: typed(texts.recipient, "text", { placeholder: "age1…" }) });
    this.rotate = form("rotate", { key: listed(texts.key, []), ...locking(panel) }, { secret: lock });
    this.revoke = form("revoke", { key: listed(texts.key, []), reason: typed(texts.reason) });
    this.backUp = form("back_up", { ...opening(texts), passphrase: typed(texts.new_passphrase, "password"), again: typed(texts.again, "password") }, { secret: ["unlock", ...lock] });
    this.restore = form("restore", { words: area(texts.words, 2), name: typed(texts.key_name), role: listed(texts.role, fixed.roles), ...locking(panel) }, { secret: ["words", ...lock] });
    const moment = (label) => typed(label, "text", { placeholder: texts.moment_form });
    this.seal = form("seal", { names: new Ticks(texts.names, [], []), not_before: moment(texts.not_before), until: moment(texts.until) }, { main: true });
    this.verify = unlocking(panel, "verify", { title: texts.verify, hint: texts.verify_hint });
    this.list = make("div", { className: "list" });
    this.record = make("div", { className: "list" });
    const pair = (...nodes) => make("div", { className: "pair" }, ...nodes);
    const head = (text) => make("h4", { textContent: text });
    const rare = make("details", {}, make("summary", { textContent: texts.rare }), pair(this.rotate.node, this.revoke.node), pair(this.backUp.node, this.restore.node));
    this.node = make("div", {}, head(texts.keys), this.list, pair(this.create.node, this.add.node), rare, this.seal.node, this.verify.node, head(texts.record), this.record);
    this.forms = [this.create, this.add, this.rotate, this.revoke, this.backUp, this.restore, this.seal, this.verify];
  }

  put({ entries, active, own, record, files }) {
    const { texts } = this;
    this.list.replaceChildren(grid(texts.key_heads, entries, { name: texts.keys, className: "keys", empty: texts.no_keys }));
    this.record.replaceChildren(grid(texts.record_heads, record.map((cells) => ({ cells })), { name: texts.record, empty: texts.no_record }));
    const named = (keys) => keys.map((key) => [key.value, key.text]);
    const ours = active.filter((key) => key.own);
    options(this.rotate.fields.key.control, named(ours));
    options(this.revoke.fields.key.control, named(active));
    this.backUp.fields.key.put(ours);
    this.verify.fields.key.put(own);
    options(this.verify.fields.file.control, files.filter((name) => !name.endsWith(".roster.age")).map((name) => [name, name]));
    this.seal.fields.names.put(named(active));
  }
}
