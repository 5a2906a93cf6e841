using CsCheck;

namespace Orcastra.Tests.Docker.Lists;

/// <summary>Makes the JSON of tasks as engines write them, and as no engine should.</summary>
internal static class TaskTexts
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Const("\"\""), Gen.Const("null"), Gen.Const("7"), Gen.Const("true"), Gen.Const("[\"x\",{\"ID\":\"inner\"}]"), Gen.Const("{\"ID\":\"inner\",\"State\":\"failed\"}"),
        Gen.Const("\"running\""), Gen.Const("\"pending\""), Gen.Const("\"shutdown\""), Gen.Const("\"novel\""), Gen.Const("\"wört 漢字 \\u0041\\n\\\"quoted\\\"\""),
        Gen.String[Gen.Char.AlphaNumeric, 0, 200].Select(text => $"\"{text}\""));

    private static readonly Gen<string> Number = Gen.OneOf(Gen.Const("null"), Gen.Const("1.5"), Gen.Const("-3"), Gen.Const("99999999999"), Gen.Int[0, 20].Select(number => $"{number}"), Text);

    private static readonly Gen<string> Time = Gen.OneOf(
        Gen.Const("\"2023-11-14T22:13:20.123456789Z\""), Gen.Const("\"2023-11-14T22:13:20+02:00\""), Gen.Const("\"0001-01-01T00:00:00Z\""), Gen.Const("\"yesterday\""), Text);

    private static readonly Gen<string> Texts = Text.Array[0, 3].Select(texts => $"[{string.Join(" ,\n", texts)}]");

    private static readonly Gen<string> Placement = Object(("Constraints", Gen.OneOf(Texts, Text)), ("Platforms", Texts), ("Preferences", Text));

    private static readonly Gen<string> Spec = Object(
        ("ContainerSpec", Object(("Image", Text), ("Env", Texts), ("Placement", Placement))), ("Placement", Gen.OneOf(Placement, Text)), ("Filler", Gen.Int[0, 3000].Select(length => $"\"{new string('x', length)}\"")));

    private static readonly Gen<string> Status = Object(("Timestamp", Time), ("State", Text), ("Message", Text), ("Err", Text), ("ContainerStatus", Object(("State", Text), ("PID", Number))));

    /// <summary>One task; now and then something that is none.</summary>
    public static Gen<string> Task { get; } = Gen.Frequency(
        (30, Object(("ID", Text), ("CreatedAt", Time), ("Spec", Gen.OneOf(Spec, Text)), ("ServiceID", Text), ("Slot", Number), ("NodeID", Text), ("Status", Gen.OneOf(Status, Text)), ("DesiredState", Text), ("Novelty", Spec))),
        (1, Text),
        (1, Number));

    /// <summary>A list of tasks.</summary>
    public static Gen<string> List { get; } = Gen.Select(Task.Array[0, 60], Gen.OneOf(Gen.Const(""), Gen.Const(" "), Gen.Const("\n")), (tasks, space) => $"{space}[{space}{string.Join($"{space},{space}", tasks)}{space}]{space}");

    // Each field is there more often than not, in this order.
    private static Gen<string> Object(params (string Name, Gen<string> Value)[] fields) => Gen.Select(
        Gen.Int[0, (1 << fields.Length) - 1], Gen.Int[0, (1 << fields.Length) - 1], (some, others) => some | others)
        .SelectMany(chosen => fields.Where((_, at) => (chosen & (1 << at)) != 0)
            .Aggregate(Gen.Const(""), (before, field) => before.SelectMany(text => field.Value.Select(value => $"{text}{(text.Length > 0 ? ", " : "")}\"{field.Name}\": {value}"))))
        .Select(text => $"{{{text}}}");
}
