// What the scripts of all views begin with.

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
