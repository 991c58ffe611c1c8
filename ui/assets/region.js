const list = element.querySelector("select");
list.value = props.value ?? "";
list.addEventListener("change", () => { props.value = list.value; });
watch("value", () => { list.value = props.value ?? ""; });
