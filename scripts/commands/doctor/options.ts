import { parseCommand, type Command } from '../../cli/command.ts';
import type { DoctorMessage } from '../../cli/messages/doctor.ts';

/** Reads the arguments of `npm run doctor`, which takes none. */
export function parseDoctorCommand(args: readonly string[]): Command<object, DoctorMessage> {
  return parseCommand<Record<string, never>, object, DoctorMessage>(args, {
    hasFiles: false,
    options: {},
    read: () => ({}),
  });
}
