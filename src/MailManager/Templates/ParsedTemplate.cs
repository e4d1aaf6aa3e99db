using Fluid;

namespace MailDispatcher.MailManager.Templates;

/// <summary>A template's files as they were read.</summary>
/// <param name="Version">Differs once a file has changed.</param>
/// <param name="Html">Null where there is no such file.</param>
/// <param name="Parameters">The names that it asks for.</param>
/// <param name="Optional">Those of them that it does without.</param>
internal sealed record ParsedTemplate(
    string Version,
    IFluidTemplate Subject,
    IFluidTemplate Text,
    IFluidTemplate? Html,
    IReadOnlySet<string> Parameters,
    IReadOnlySet<string> Optional
);
