using System.CommandLine;

namespace MailDispatcher.Consumer.Ops.Commands;

/// <summary><c>consumer completion</c>: lets bash complete the commands and their options.</summary>
internal static class CompletionCommand
{
    private const string Script = """
        _consumer_completion() {
          local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
          mapfile -t COMPREPLY < <(
            compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null)" -- "$word"
          )
        }
        complete -F _consumer_completion consumer
        """;

    public static Command Create()
    {
        var command = new Command(
            "completion",
            "Print what lets bash complete the commands: source <(consumer completion)."
        );
        command.SetAction(_ => Console.WriteLine(Script));
        return command;
    }
}
