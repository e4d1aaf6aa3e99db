using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailDispatcher.Core.Operations;
using MailDispatcher.Settings;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer parked mend</c>: sends one parked mail back with another body.</summary>
internal static class MendCommand
{
    private static readonly Argument<Guid> Id = new("id") { Description = "The mail's id." };
    private static readonly Option<string?> Email = new("--email") { Description = "The recipient's right address." };
    private static readonly Option<string?> Deadline = new("--deadline")
    {
        Description = "The right deadline, as 2026-11-30T18:00:00-03:00.",
    };
    private static readonly Option<string[]> Param = new("--param")
    {
        Description = "NAME=VALUE: a parameter of the template, given anew; may be given several times.",
        Validators =
        {
            result =>
            {
                foreach (
                    var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
                )
                    result.AddError($"Cannot parse '{token.Value}': write it as NAME=VALUE.");
            },
        },
    };
    private static readonly Option<FileInfo?> Body = new("--body")
    {
        Description = "A file with the whole request as it should be, in place of the parked one.",
    };

    public static Command Create(DaemonDependencies dependencies)
    {
        var command = new Command("mend", "Send a parked mail back with another address, deadline, parameters or body.")
        {
            Id,
            Email,
            Deadline,
            Param,
            Body,
            ParkedCommand.By,
        };
        command.Validators.Add(result =>
        {
            if (result.Children.All(child => child is not System.CommandLine.Parsing.OptionResult { Implicit: false }))
                result.AddError("Say what to mend: --email, --deadline, --param NAME=VALUE, or --body FILE.");
        });
        command.SetAction(
            (arguments, cancellationToken) =>
                ParkedCommand.WithParkedAsync(
                    dependencies.Clock,
                    async (actions, mails, settings) =>
                    {
                        var mail = mails.FirstOrDefault(parked => parked.Note.Mail == arguments.GetValue(Id));
                        if (mail is null)
                        {
                            await Console.Error.WriteLineAsync("No such mail is parked.");
                            return ExitCode.Failed;
                        }

                        var text = await TextAsync(arguments, mail.Body, cancellationToken);
                        var mended = MendedRequest.Of(
                            mail.Note.Mail,
                            mail.Body.Span,
                            text,
                            settings.Dispatch.Wire,
                            dependencies.Clock.GetUtcNow(),
                            mail.Published,
                            out var problem
                        );
                        if (mended is null)
                        {
                            await Console.Error.WriteLineAsync($"Not sent back. {problem}");
                            return ExitCode.Failed;
                        }

                        var by = arguments.GetValue(ParkedCommand.By)!;
                        await actions.MendAsync(mail, by, mended, dependencies.Checkpoints);
                        await Console.Out.WriteLineAsync(
                            $"mend: sent back with another {string.Join(", ", mended.Fields)}"
                                + (mended.OtherMail is { } other ? $"; it goes on as mail {other}" : "")
                        );
                        return ExitCode.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    /// <summary>The parked body with what was given put into it.</summary>
    /// <exception cref="InvalidSettingsException">The file can't be read, or the body takes nothing in.</exception>
    private static async Task<string> TextAsync(
        ParseResult arguments,
        ReadOnlyMemory<byte> parked,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var text = arguments.GetValue(Body) is { } file
                ? await File.ReadAllTextAsync(file.FullName, cancellationToken)
                : Encoding.UTF8.GetString(parked.Span);
            var (email, deadline, given) = (
                arguments.GetValue(Email),
                arguments.GetValue(Deadline),
                arguments.GetValue(Param) ?? []
            );
            if (email is null && deadline is null && given.Length == 0)
                return text;
            var request = JsonNode.Parse(text) as JsonObject ?? throw new JsonException();
            if (email is not null)
                Inner(request, "recipient")["email"] = email;
            if (deadline is not null)
                request["deadline"] = deadline;
            foreach (var param in given.Select(pair => pair.Split('=', 2)))
                Inner(request, request.ContainsKey("mail_params") ? "mail_params" : "params")[param[0]] = param[1];
            return request.ToJsonString();
        }
        catch (JsonException)
        {
            throw new InvalidSettingsException([
                "The parked mail is no JSON object, so single fields can't be mended; give the whole with --body FILE.",
            ]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingsException([$"--body: {e.Message}"]);
        }
    }

    private static JsonObject Inner(JsonObject request, string name)
    {
        if (request[name] is JsonObject inner)
            return inner;
        var created = new JsonObject();
        request[name] = created;
        return created;
    }
}
