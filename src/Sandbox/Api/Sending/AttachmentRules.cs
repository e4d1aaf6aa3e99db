using System.Text.Json;

namespace MailDispatcher.Sandbox.Api.Sending;

/// <summary>
/// An attachment is an absolute URL, or base64 content with a name; its type is told by the name's extension.
/// </summary>
internal static class AttachmentRules
{
    private static readonly string[] Fields = ["url", "content", "name"];

    private static readonly HashSet<string> Extensions = new(
        (
            "xlsx xls ods docx docm doc csv pdf txt gif jpg jpeg png tif tiff rtf bmp cgm css shtml html htm zip "
            + "xml ppt pptx tar ez ics "
            + "mobi msg pub eps odt mp3 m4a m4v wma ogg flac wav aif aifc aiff mp4 mov avi mkv mpeg mpg wmv pkpass xlsm"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    public static ApiError? FirstProblem(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return ApiError.Invalid("Invalid attachment");
        foreach (var attachment in list.EnumerateArray())
            if (Problem(attachment) is { } problem)
                return problem;
        return null;
    }

    private static ApiError? Problem(JsonElement attachment)
    {
        if (attachment.ValueKind != JsonValueKind.Object)
            return ApiError.Invalid("Invalid attachment");
        if (Field.Unknown(attachment, Fields) is { } unknown)
            return unknown;
        foreach (var field in attachment.EnumerateObject())
            if (Field.Text(field.Value, "attachment") is { } problem)
                return problem;
        var name = Text(attachment, "name");
        if (name is not null && !Extensions.Contains(Path.GetExtension(name).TrimStart('.')))
            return ApiError.Invalid("Unsupported file format of attachment");
        var (url, content) = (Text(attachment, "url"), Text(attachment, "content"));
        if (url is null && content is null)
            return ApiError.Missing("attachment url or content is missing");
        if (url is not null && !IsUrl(url))
            return ApiError.Invalid("Invalid attachment url");
        if (content is null)
            return null;
        if (name is null)
            return ApiError.Missing("attachment name is missing");
        return !content.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(content, new byte[content.Length], out _)
            ? null
            : ApiError.Invalid("Invalid attachment content");
    }

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");

    private static string? Text(JsonElement attachment, string field) =>
        attachment.TryGetProperty(field, out var value) ? value.GetString() : null;
}
