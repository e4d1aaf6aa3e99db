using System.Text.Json;
using Fluid;
using Fluid.Values;

namespace MailDispatcher.MailManager.Templates;

/// <summary>
/// Named parameters as Liquid sees them. A name that is not there is a fault and not an empty place in somebody's mail;
/// <c>{% if params contains 'NAME' %}</c> asks whether it is.
/// </summary>
/// <param name="isStrict">False where a name that is not there is an empty place.</param>
internal sealed class ParameterValue(IReadOnlyDictionary<string, JsonElement> values, bool isStrict = true)
    : ObjectValueBase(values)
{
    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) =>
        values.TryGetValue(name, out var found) ? new ValueTask<FluidValue>(Of(found))
        : !isStrict ? new ValueTask<FluidValue>(NilValue.Instance)
        : throw new TemplateFaultException("undefined_parameter", $"the mail has no parameter '{name}'");

    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context) =>
        GetValueAsync(index.ToStringValue(), context);

    public override bool Contains(FluidValue value) => values.ContainsKey(value.ToStringValue());

    private FluidValue Of(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => new ParameterValue(
                json.EnumerateObject()
                    .GroupBy(p => p.Name, StringComparer.Ordinal)
                    .ToDictionary(p => p.Key, p => p.Last().Value, StringComparer.Ordinal),
                isStrict
            ),
            JsonValueKind.Array => new ArrayValue([.. json.EnumerateArray().Select(Of)]),
            JsonValueKind.String => StringValue.Create(json.GetString()!),
            JsonValueKind.Number => json.TryGetDecimal(out var number)
                ? NumberValue.Create(number)
                : StringValue.Create(json.GetRawText()),
            JsonValueKind.True => BooleanValue.True,
            JsonValueKind.False => BooleanValue.False,
            _ => NilValue.Instance,
        };
}
