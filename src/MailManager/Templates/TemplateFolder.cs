using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fluid;
using Microsoft.Extensions.Logging;

namespace MailDispatcher.MailManager.Templates;

/// <summary>
/// Mails rendered here, with Liquid, from a folder of files: <c>N/subject.liquid</c>, <c>N/text.liquid</c> and, if
/// wanted, <c>N/html.liquid</c>. A file that has changed is read again with the next mail. Safe for concurrent use.
/// </summary>
internal sealed partial class TemplateFolder(string folder, TimeZoneInfo zone, TimeProvider time)
{
    /// <summary>What a template sees of a mail.</summary>
    private const string Parameters = "params";

    // A loop in a template must not keep a mail, and with it the dispatcher, for ever.
    private const int MostSteps = 100_000;
    private const long LargestFile = 1_000_000;

    private const StringSplitOptions Blanks = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly string[] Files = ["subject.liquid", "text.liquid", "html.liquid"];
    private static readonly FluidParser Parser = new();

    // Letters of any script stay as they are: the mail is in UTF-8.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly ConcurrentDictionary<long, ParsedTemplate> _read = [];
    private readonly TemplateOptions _options = new()
    {
        MaxSteps = MostSteps,
        TimeZone = zone,
        // Its own strictness takes a parameter that is null for one that is not there.
        Undefined = name => throw new TemplateFaultException("undefined_parameter", $"nothing is called '{name}' here"),
        StrictFilters = true,
        CultureInfo = CultureInfo.InvariantCulture,
    };

    /// <summary>Reads all that are there, and says of each that can't be used why.</summary>
    public void ReadAll(ILogger logger)
    {
        var ids = Directory
            .EnumerateDirectories(folder)
            .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, null, out var id) ? id : 0)
            .Where(id => id > 0);
        foreach (var id in ids)
        {
            try
            {
                Find(id);
            }
            catch (TemplateFaultException e)
            {
                Log.Unusable(logger, e.Message);
            }
        }
    }

    /// <exception cref="TemplateFaultException">It is missing, or can't be filled with these parameters.</exception>
    public async Task<RenderedMail> RenderAsync(long id, IReadOnlyDictionary<string, JsonElement> parameters)
    {
        var template = Find(id);
        try
        {
            var value = new ParameterValue(parameters);
            // A subject is one line, whatever a parameter holds.
            var subject = string.Join(' ', (await FillAsync(template.Subject)).Split((char[]?)null, Blanks));
            return new RenderedMail(
                subject,
                await FillAsync(template.Text),
                template.Html is { } html ? await FillAsync(html, Html) : null
            );

            async Task<string> FillAsync(IFluidTemplate part, TextEncoder? encoder = null) =>
                await part.RenderAsync(ContextOf(value), encoder ?? NullEncoder.Default);
        }
        catch (TemplateFaultException)
        {
            throw;
        }
        catch (Exception e)
        {
            // Its words may quote what a parameter holds.
            throw new TemplateFaultException("template_error", $"template {id} can't be filled ({e.GetType().Name})");
        }
    }

    /// <summary>The names that it asks for.</summary>
    /// <exception cref="TemplateFaultException">It is missing, or can't be read.</exception>
    public IReadOnlySet<string> ParametersOf(long id) => Find(id).Parameters;

    /// <summary>Those of them that it does without.</summary>
    /// <exception cref="TemplateFaultException">It is missing or can't be read.</exception>
    public IReadOnlySet<string> OptionalOf(long id) => Find(id).Optional;

    private TemplateContext ContextOf(ParameterValue value)
    {
        var context = new TemplateContext(_options) { Now = time.GetUtcNow };
        context.SetValue(Parameters, value);
        return context;
    }

    private ParsedTemplate Find(long id)
    {
        var files = Array.ConvertAll(
            Files,
            name => new FileInfo(Path.Combine(folder, id.ToString(CultureInfo.InvariantCulture), name))
        );
        var version = string.Join('|', files.Select(f => f.Exists ? $"{f.LastWriteTimeUtc.Ticks}.{f.Length}" : "none"));
        if (_read.TryGetValue(id, out var known) && known.Version == version)
            return known;
        return _read[id] = Read(id, version, files);
    }

    private static ParsedTemplate Read(long id, string version, FileInfo[] files)
    {
        var contents = Array.ConvertAll(files, file => Contents(id, file));
        if (contents[0] is not { } subject || contents[1] is not { } text)
            throw new TemplateFaultException(
                "template_missing",
                $"template {id} needs the files {id}/{Files[0]} and {id}/{Files[1]}"
            );
        return new ParsedTemplate(
            version,
            Parse(id, Files[0], subject),
            Parse(id, Files[1], text),
            contents[2] is { } html ? Parse(id, Files[2], html) : null,
            TemplateLanguage.Parameters(string.Join('\n', contents)),
            TemplateLanguage.Optional(string.Join('\n', contents))
        );
    }

    private static string? Contents(long id, FileInfo file)
    {
        try
        {
            if (!file.Exists)
                return null;
            return file.Length <= LargestFile
                ? File.ReadAllText(file.FullName)
                : throw new TemplateFaultException("template_error", $"{id}/{file.Name} is larger than a megabyte");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateFaultException("template_error", $"{id}/{file.Name} can't be read ({e.GetType().Name})");
        }
    }

    private static IFluidTemplate Parse(long id, string name, string content) =>
        Parser.TryParse(content, out var template, out var error)
            ? template
            : throw new TemplateFaultException("template_error", $"{id}/{name}: {error.ReplaceLineEndings(" ")}");

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A template can't be used: {Reason}.")]
        public static partial void Unusable(ILogger logger, string reason);
    }
}
